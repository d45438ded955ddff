package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Throttle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Compacts the journal now and then while it is open, in a thread of its own that nobody waits for. */
final class BackgroundCompaction implements AutoCloseable {

    /** Something that compacts. */
    interface Compaction {
        CompactionReport run(Throttle throttle, LedgerProgress progress) throws IOException, InterruptedException;
    }

    private final Compaction compaction;
    private final CompactionRules rules;
    private final ReentrantLock running = new ReentrantLock();
    private final Thread thread;
    private volatile List<LedgerProblem> problems = List.of();

    BackgroundCompaction(Compaction compaction, CompactionRules rules) {
        this.compaction = compaction;
        this.rules = rules;
        thread = new Thread(this::run, "Sprint Delivery ledger compaction");
        thread.setDaemon(true);
        if (rules.background()) {
            thread.start();
        }
    }

    private void run() {
        Throttle throttle = Throttle.perSecond(rules.bytesPerSecond());
        Duration pause = rules.firstAfter();
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                pause = rules.every();
                now(throttle, LedgerProgress.NONE);
            }
        } catch (InterruptedException e) {
            // close() ends this thread so
            return;
        }
    }

    /** Compacts at once, after a compaction that is under way. */
    CompactionReport now(Throttle throttle, LedgerProgress progress) throws InterruptedException {
        running.lockInterruptibly();
        try {
            CompactionReport report = compaction.run(throttle, progress);
            problems = report.problems();
            return report;
        } catch (IOException e) {
            LedgerProblem problem = new LedgerProblem(
                    LedgerProblem.Kind.ARCHIVE,
                    "journal",
                    0,
                    "closed months could not be moved into archives: " + e.getMessage() + "; it is tried again later");
            problems = List.of(problem);
            return new CompactionReport(List.of(), List.of(), List.of(), 0, 0, List.of(problem));
        } finally {
            running.unlock();
        }
    }

    /** What the last compaction could not do. */
    List<LedgerProblem> problems() {
        return problems;
    }

    /** Ends a compaction that is under way, with nothing half-done, and waits for that. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
