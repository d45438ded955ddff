package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.Backfill;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.BackfillCheckpoint;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.BackfillProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.BuildsDirectory;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.JenkinsHome;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.TicketsOfMessage;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Throttle;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketExtractor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the builds that lie in a JENKINS_HOME into a ledger. */
@Command(
        name = "backfill",
        description = {
            "Brings the builds that lie in a JENKINS_HOME into a ledger, marked as inferred. Jenkins is not needed.",
            "Stopped at any moment and run again, it goes on where it was; each build is read once.",
            "Exit status 2 where a build could not be read; the others are recorded all the same."
        },
        mixinStandardHelpOptions = true)
final class LedgerBackfillCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Mixin
    private WrittenLedgerOption ledger;

    @Option(
            names = "--jenkins-home",
            required = true,
            paramLabel = "DIR",
            description = "The directory that holds 'jobs'.")
    private Path home;

    @Option(
            names = "--builds-dir",
            paramLabel = "PATTERN",
            description = "Where the builds are, as in Jenkins' property jenkins.model.Jenkins.buildsDir. Default: what"
                    + " the home's config.xml says.")
    private String buildsDirectory;

    @Option(names = "--job", paramLabel = "NAME", description = "Only this job, by its full name. Default: all.")
    private String job;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "At most so many builds a second. Default: as fast as it goes.")
    private int rate;

    @Option(names = "--anew", description = "Read all builds again; what is known is not recorded again.")
    private boolean anew;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings that say what tickets look like. Default: the usual ones.")
    private Path config;

    @Mixin
    private SummaryOutput output;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        if (rate < 0) {
            throw new InputException("--rate " + rate + " is negative; 0 is no limit");
        }
        DeliverySettings settings = config == null ? DeliverySettings.DEFAULT : SettingsFile.load(config);
        BackfillProgress progress;
        try {
            JenkinsHome builds = new JenkinsHome(home, buildsDirectory(), tickets(settings));
            try (Ledger open = ledger.open(clock)) {
                progress = run(builds, open);
            }
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        } catch (LedgerUnavailableException e) {
            throw new InputException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the back-fill was interrupted; run it again, it goes on where it was", e);
        }
        print(progress);
        return progress.unreadable() == 0 ? 0 : SprintDeliveryCommand.EXIT_INPUT;
    }

    private BuildsDirectory buildsDirectory() throws IOException {
        try {
            return buildsDirectory == null ? BuildsDirectory.of(home) : new BuildsDirectory(buildsDirectory);
        } catch (IllegalArgumentException e) {
            throw new InputException("--builds-dir: " + e.getMessage(), e);
        }
    }

    private static TicketsOfMessage tickets(DeliverySettings settings) {
        TicketExtractor extractor = new TicketExtractor(settings.tickets());
        return (commit, message) -> List.copyOf(extractor
                .find(CommitMessage.parse(commit, message)
                        .ticketTexts(settings.tickets().trailers()))
                .keys());
    }

    private BackfillProgress run(JenkinsHome builds, Ledger open) throws IOException, InterruptedException {
        BackfillCheckpoint checkpoint =
                BackfillCheckpoint.load(ledger.directory().resolve(BackfillCheckpoint.FILE));
        if (anew) {
            checkpoint.clear();
        }
        Backfill backfill =
                new Backfill(builds, open, checkpoint, Throttle.perSecond(rate), output.progress("read", "jobs"));
        if (job == null) {
            backfill.run();
        } else {
            backfill.run(job);
        }
        // so that the first page that asks finds everything made
        open.catchUp(PATIENCE);
        return backfill.progress();
    }

    private void print(BackfillProgress progress) {
        progress.problems().forEach(output::note);
        String done = "Read " + progress.read() + " builds of " + progress.jobs() + " jobs; recorded "
                + progress.recorded() + " new events"
                + (progress.unfinished() == 0 ? "" : ", " + progress.unfinished() + " builds have not ended yet")
                + (progress.unreadable() == 0 ? "" : ", " + progress.unreadable() + " could not be read") + ".";
        output.print(progress, List.of(done));
    }
}
