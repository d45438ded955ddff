package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.ledger.Throttle;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.Backfill;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.BackfillCheckpoint;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.BackfillProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.JenkinsHome;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketExtractor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Option(
            names = "--ledger",
            required = true,
            paramLabel = "DIR",
            description = "The ledger's directory; made where there is none.")
    private Path directory;

    @Option(
            names = "--jenkins-home",
            required = true,
            paramLabel = "DIR",
            description = "The directory that holds 'jobs'.")
    private Path home;

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

    @Option(names = "--json", description = "Print a summary as one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        if (rate < 0) {
            throw new InputException("--rate " + rate + " is negative; 0 is no limit");
        }
        DeliverySettings settings = config == null ? DeliverySettings.DEFAULT : SettingsFile.load(config);
        BackfillProgress progress;
        try {
            JenkinsHome builds = new JenkinsHome(home, tickets(settings));
            try (Ledger ledger = Ledger.open(directory, clock)) {
                progress = run(builds, ledger);
            }
        } catch (IOException | LedgerUnavailableException e) {
            throw new InputException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the back-fill was interrupted; run it again, it goes on where it was", e);
        }
        print(progress);
        return progress.unreadable() == 0 ? 0 : SprintDeliveryCommand.EXIT_INPUT;
    }

    private static JenkinsHome.TicketsOfMessage tickets(DeliverySettings settings) {
        TicketExtractor extractor = new TicketExtractor(settings.tickets());
        return (commit, message) -> List.copyOf(extractor
                .find(CommitMessage.parse(commit, message)
                        .ticketTexts(settings.tickets().trailers()))
                .keys());
    }

    private BackfillProgress run(JenkinsHome builds, Ledger ledger) throws IOException, InterruptedException {
        BackfillCheckpoint checkpoint = BackfillCheckpoint.load(directory.resolve(BackfillCheckpoint.FILE));
        if (anew) {
            checkpoint.clear();
        }
        Backfill backfill = new Backfill(
                builds,
                ledger,
                checkpoint,
                Throttle.perSecond(rate),
                new ProgressLine(spec.commandLine().getErr(), "read", "jobs"));
        if (job == null) {
            backfill.run();
        } else {
            backfill.run(job);
        }
        // so that the first page that asks finds everything made
        ledger.catchUp(PATIENCE);
        return backfill.progress();
    }

    private void print(BackfillProgress progress) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(progress, out);
            return;
        }
        progress.problems().forEach(problem -> spec.commandLine().getErr().println(PlainText.of(problem)));
        out.println("Read " + progress.read() + " builds of " + progress.jobs() + " jobs; recorded "
                + progress.recorded() + " new events"
                + (progress.unfinished() == 0 ? "" : ", " + progress.unfinished() + " builds have not ended yet")
                + (progress.unreadable() == 0 ? "" : ", " + progress.unreadable() + " could not be read") + ".");
        out.flush();
    }
}
