package io.jenkins.plugins.sprintdelivery.administration;

import hudson.model.User;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.Backfill;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.BackfillCheckpoint;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.BackfillProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerCheck;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerCheckReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerExport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.MergeReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Throttle;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerHealth;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.util.SystemProperties;

/** What {@link LedgerWork} does: each calls one service of the core and says what came of it. */
final class LedgerTasks {

    /** How many old builds a second are read; 0 for as many as the disk gives. */
    private static final int BACKFILL_RATE =
            SystemProperties.getInteger(LedgerTasks.class.getName() + ".backfillRate", 200);

    private static final Duration GLANCE = Duration.ofSeconds(1);

    private LedgerTasks() {}

    static String verify(LedgerWork.Progress progress) throws IOException {
        LedgerCheckReport report = LedgerCheck.run(JenkinsLedger.directory(), progress);
        long lines = report.months().stream()
                .mapToLong(LedgerCheckReport.Month::lines)
                .sum();
        long problems =
                report.found().values().stream().mapToLong(Long::longValue).sum();
        if (problems == 0) {
            return Messages.LedgerTasks_Sound(lines, report.months().size());
        }
        String first = report.problems().get(0).toString();
        return report.isSound()
                ? Messages.LedgerTasks_SoundWithNotes(lines, problems, first)
                : Messages.LedgerTasks_NotSound(lines, problems, first);
    }

    static String rebuild(LedgerWork.Progress progress) throws IOException, InterruptedException {
        Ledger ledger = JenkinsLedger.get().open();
        long total = ledger.lines();
        ledger.rebuild();
        while (!ledger.catchUp(GLANCE)) {
            LedgerStatus status = ledger.status();
            progress.at(
                    status.lastProblem() == null ? "" : status.lastProblem(),
                    Math.max(0, total - status.eventsBehind()),
                    total);
        }
        LedgerHealth.get().look();
        return Messages.LedgerTasks_Rebuilt(total);
    }

    static String compact(LedgerWork.Progress progress) throws IOException, InterruptedException {
        CompactionReport report = JenkinsLedger.get().open().compact(Throttle.none(), progress);
        String done = Messages.LedgerTasks_Compacted(
                report.archived().size(), report.rewritten().size(), report.bytesBefore(), report.bytesAfter());
        return report.problems().isEmpty()
                ? done
                : done + " " + report.problems().get(0);
    }

    static void export(OutputStream out) throws IOException {
        LedgerExport.write(JenkinsLedger.directory(), null, null, out, LedgerProgress.NONE);
    }

    /**
     * Takes up an export, and deletes its file.
     *
     * @param name what whoever brought it calls it
     */
    static String merge(Path export, String name, LedgerWork.Progress progress) throws IOException {
        try {
            MergeReport report = JenkinsLedger.get().open().merge(export, progress);
            String done = Messages.LedgerTasks_Merged(report.recorded(), report.known(), report.damaged());
            return report.problems().isEmpty()
                    ? done
                    : done + " " + named(report.problems().get(0).toString(), export, name);
        } catch (IOException e) {
            throw new IOException(named(e.getMessage(), export, name), e);
        } finally {
            Files.deleteIfExists(export);
        }
    }

    private static String named(String message, Path file, String name) {
        return String.valueOf(message)
                .replace(file.toString(), name)
                .replace(file.toFile().getName(), name);
    }

    /** Takes up the builds of a job, of a folder, or all; goes on where the last one of these stopped. */
    static String backfill(Optional<String> below, LedgerWork.Progress progress)
            throws IOException, InterruptedException {
        BackfillCheckpoint checkpoint =
                BackfillCheckpoint.load(JenkinsLedger.directory().resolve(BackfillCheckpoint.FILE));
        ControllerBuilds builds = new ControllerBuilds(below, progress);
        Backfill backfill = new Backfill(
                builds, JenkinsLedger.get().open(), checkpoint, Throttle.perSecond(BACKFILL_RATE), LedgerProgress.NONE);
        builds.stopWith(backfill::stop);
        backfill.run();
        BackfillProgress result = backfill.progress();
        String done = Messages.LedgerTasks_Backfilled(
                result.read(), result.recorded(), result.unreadable(), result.unfinished());
        if (result.state() == BackfillProgress.State.STOPPED) {
            return Messages.LedgerTasks_BackfillStopped(done);
        }
        return result.problems().isEmpty()
                ? done
                : done + " " + result.problems().get(0);
    }

    /** Erases a person under every spelling that Jenkins knows. */
    static String erase(String person) throws IOException {
        Set<String> spellings = new LinkedHashSet<>();
        User user = User.getById(person, false);
        if (user != null) {
            spellings.add(user.getFullName());
        }
        spellings.add(person);
        return Messages.LedgerTasks_Erased(JenkinsLedger.get().open().erase(List.copyOf(spellings)));
    }
}
