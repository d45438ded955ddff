package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.git.GitRepository;
import io.jenkins.plugins.sprintdelivery.cli.tracker.PromptTrackers;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.spelling.NearestName;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSites;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Option;

/** Which settings, and which of their trackers, a command is about. */
final class TrackerOptions {

    @Option(
            names = "--repo",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "A git repository, or any directory inside one; otherwise the current directory.")
    private Path repo;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings; otherwise " + DeliverySettings.FILE_NAME + " in the repository's root.")
    private Path config;

    @Option(
            names = "--tracker",
            paramLabel = "NAME",
            description = "Which tracker of the settings; otherwise all of them, or the only one.")
    private String tracker;

    /** The trackers of the settings, to be closed. */
    PromptTrackers open(Clock clock) {
        DeliverySettings settings = settings();
        if (settings.trackers().isEmpty()) {
            throw new InputException("no tracker is configured; add 'trackers' to "
                    + (config == null ? DeliverySettings.FILE_NAME : config.toString()));
        }
        return PromptTrackers.open(settings.trackers(), Path.of(""), System::getenv, clock);
    }

    private DeliverySettings settings() {
        if (config != null) {
            return SettingsFile.load(config);
        }
        try (GitRepository repository = GitRepository.open(repo)) {
            return SettingsFile.load(null, repository);
        }
    }

    /** The trackers that are asked for: the one that is named, otherwise all. */
    List<TrackerSite> chosen(TrackerSites sites) {
        if (tracker == null) {
            return sites.all();
        }
        List<String> names = sites.all().stream()
                .map(TrackerSite::settings)
                .map(SiteSettings::name)
                .toList();
        return List.of(sites.named(tracker)
                .orElseThrow(() -> new InputException("there is no tracker '" + tracker + "'"
                        + NearestName.of(tracker, names)
                                .map(name -> ", did you mean '" + name + "'?")
                                .orElse(";")
                        + " valid: " + String.join(", ", names))));
    }

    /** The one tracker that is asked for: the one that is named, otherwise the only one. */
    TrackerSite one(TrackerSites sites) {
        List<TrackerSite> chosen = chosen(sites);
        if (chosen.size() > 1) {
            throw new InputException("several trackers are configured; name one of them with --tracker: "
                    + String.join(
                            ", ",
                            chosen.stream().map(site -> site.settings().name()).toList()));
        }
        return chosen.get(0);
    }
}
