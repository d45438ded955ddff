package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.git.GitCommit;
import io.jenkins.plugins.sprintdelivery.cli.git.GitRepository;
import io.jenkins.plugins.sprintdelivery.cli.tracker.PromptTrackers;
import io.jenkins.plugins.sprintdelivery.core.json.WrittenWhenAbsent;
import io.jenkins.plugins.sprintdelivery.core.model.RejectedReference;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintStamp;
import io.jenkins.plugins.sprintdelivery.core.model.StampOrigin;
import io.jenkins.plugins.sprintdelivery.core.model.TicketReference;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.SprintFinder;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Names the sprint and the tickets of some commits. */
@Command(
        name = "tag",
        description = "Names the sprint and the tickets of commits, and where each was found.",
        mixinStandardHelpOptions = true)
final class TagCommand implements Callable<Integer> {

    private static final int SHOWN_SOURCES = 3;
    private static final int SHORT_ID = 10;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--repo",
            paramLabel = "DIR",
            required = true,
            description = "A git repository, or any directory inside one.")
    private Path repo;

    @Option(
            names = "--from",
            paramLabel = "REV",
            description = "Leave out this commit and everything before it, as in git's FROM..TO; otherwise only the"
                    + " one commit --to is read.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "REV",
            defaultValue = "HEAD",
            description = "The newest commit; otherwise the one checked out. Where it names a branch, the tickets in"
                    + " the branch's name count too.")
    private String to;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings; otherwise " + DeliverySettings.FILE_NAME + " in the repository's root.")
    private Path config;

    @Mixin
    private TrackerWait trackerWait;

    @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        try (GitRepository repository = GitRepository.open(repo)) {
            DeliverySettings settings = SettingsFile.load(config, repository);
            List<GitCommit> commits = from == null ? List.of(repository.commit(to)) : repository.commits(from, to);
            warn(commits, repository, settings);
            print(candidate(commits, repository, settings), settings, commits.size());
            return 0;
        }
    }

    private Candidate candidate(List<GitCommit> commits, GitRepository repository, DeliverySettings settings) {
        try (PromptTrackers trackers =
                PromptTrackers.open(settings.trackers(), Path.of(""), System::getenv, Clock.systemUTC())) {
            TrackerSite site = trackers.sites().ofSprints().orElse(null);
            SprintFinder finder = new SprintFinder(site, settings.sprints(), trackerWait.budget());
            Candidate candidate = Candidate.of(commits, to, repository, settings, finder);
            if (candidate.found().note() != null) {
                spec.commandLine()
                        .getErr()
                        .println("sprint-delivery: "
                                + PlainText.of(candidate.found().note()));
            }
            return candidate;
        }
    }

    private void warn(List<GitCommit> commits, GitRepository repository, DeliverySettings settings) {
        PrintWriter err = spec.commandLine().getErr();
        if (commits.isEmpty()) {
            err.println("sprint-delivery: there is no commit in " + from + ".." + to);
        }
        if (from != null && repository.isShallow()) {
            err.println("sprint-delivery: this is a shallow clone, so commits of " + from + ".." + to
                    + " may be missing; fetch them with 'git fetch --unshallow'");
        }
        if (!settings.tellsSprints()) {
            err.println("sprint-delivery: no sprints are configured; add 'sprints' to " + DeliverySettings.FILE_NAME);
        }
        err.flush();
    }

    private void print(Candidate candidate, DeliverySettings settings, int commits) {
        PrintWriter out = spec.commandLine().getOut();
        List<TicketReference> tickets = candidate.findings().tickets();
        List<RejectedReference> rejected = candidate.findings().rejected();
        if (json) {
            JsonOutput.print(document(candidate), out);
            return;
        }
        if (settings.tellsSprints()) {
            ZoneId zone = settings.sprints() == null
                    ? ZoneOffset.UTC
                    : settings.sprints().zone();
            out.println("Sprint: " + PlainText.of(candidate.sprint(), zone)
                    + origin(candidate.found().stamp()));
        }
        out.println("Tickets of " + commits + (commits == 1 ? " commit: " : " commits: ")
                + (tickets.isEmpty() ? "none" : tickets.size()));
        for (TicketReference ticket : tickets) {
            out.println("  " + ticket.key() + "  " + sources(ticket.sources()));
        }
        if (!rejected.isEmpty()) {
            out.println("Not taken for tickets:");
            for (RejectedReference look : rejected) {
                out.println("  " + PlainText.of(look.text()) + "  " + PlainText.of(look.reason()) + " ("
                        + source(look.source()) + ")");
            }
        }
        out.flush();
    }

    private static String sources(List<TicketSource> sources) {
        String shown =
                sources.stream().limit(SHOWN_SOURCES).map(TagCommand::source).collect(Collectors.joining(", "));
        int more = sources.size() - SHOWN_SOURCES;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static String source(TicketSource source) {
        boolean commit = source.type() == TicketSource.Type.COMMIT || source.type() == TicketSource.Type.TRAILER;
        String ref = commit && source.ref().length() > SHORT_ID ? source.ref().substring(0, SHORT_ID) : source.ref();
        return source.type() + " " + PlainText.of(ref);
    }

    private static String origin(SprintStamp stamp) {
        return stamp == null || stamp.origin() != StampOrigin.TRACKER
                ? ""
                : " of the tracker '" + PlainText.of(stamp.sprint().source()) + "'";
    }

    private static Document document(Candidate candidate) {
        SprintStamp stamp = candidate.found().stamp();
        return new Document(
                candidate.sprint(),
                stamp == null ? null : stamp.origin(),
                candidate.found().note(),
                candidate.findings().tickets(),
                candidate.findings().rejected());
    }

    /** What {@code --json} prints. */
    private record Document(
            @WrittenWhenAbsent Sprint sprint,
            StampOrigin sprintOrigin,
            String sprintNote,
            List<TicketReference> tickets,
            List<RejectedReference> rejected) {}
}
