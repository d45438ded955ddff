package io.jenkins.plugins.sprintdelivery.administration;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one long piece of work on the ledger that is under way, in a thread of its own, so that an administrator can watch
 * it, hold it and stop it while Jenkins goes on. What the last one came to stays to be read. Thread-safe; nothing here
 * outlives the controller, so a task that is worth resuming keeps a checkpoint of its own.
 */
@Extension
public final class LedgerWork {

    private static final Logger LOGGER = Logger.getLogger(LedgerWork.class.getName());
    private static final long IDLE_SECONDS = 60;
    private static final long LAST_WORD_SECONDS = 10;

    private final Clock clock = Clock.systemUTC();
    private final ExecutorService executor = executor();

    // guarded by this
    private Progress current;
    private Report last;

    private static ExecutorService executor() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "Sprint Delivery ledger work"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** The one of this controller. */
    public static LedgerWork get() {
        return ExtensionList.lookupSingleton(LedgerWork.class);
    }

    /** What is to be done. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does it.
         *
         * @return what came of it, in words for an administrator
         * @throws StoppedException when the progress says so; let it pass
         */
        String run(Progress progress) throws IOException, InterruptedException;
    }

    /** How a piece of work stands. */
    public enum Phase {
        RUNNING,
        PAUSED,
        DONE,
        STOPPED,
        FAILED;

        /** Whether it has not ended. */
        public boolean isActive() {
            return this == RUNNING || this == PAUSED;
        }
    }

    /**
     * How a piece of work stands, at one moment.
     *
     * @param title what it is, in words
     * @param done how many parts are done
     * @param total how many parts there are, or 0 while nobody knows
     * @param message where it is, or what came of it
     */
    public record Report(String title, Instant started, Phase phase, long done, long total, String message) {}

    /**
     * Begins the work in the background.
     *
     * @return whether it began; false where other work is under way
     */
    public synchronized boolean start(String title, Task task) {
        if (current != null) {
            return false;
        }
        current = new Progress(title, clock.instant());
        Progress progress = current;
        executor.execute(() -> run(progress, task));
        return true;
    }

    private void run(Progress progress, Task task) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            finish(progress, Phase.DONE, task.run(progress));
        } catch (StoppedException e) {
            finish(progress, Phase.STOPPED, Messages.LedgerWork_Stopped());
        } catch (InterruptedException e) {
            finish(progress, Phase.STOPPED, Messages.LedgerWork_Stopped());
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Sprint Delivery: " + progress.title + " failed", e);
            finish(progress, Phase.FAILED, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private synchronized void finish(Progress progress, Phase phase, String message) {
        last = progress.report(phase, message);
        current = null;
    }

    /** What is under way, otherwise what was last, or null where nothing ever was. */
    public synchronized Report report() {
        return current == null ? last : current.report();
    }

    /** Holds the work under way, if there is any, before its next part. */
    public synchronized void pause() {
        if (current != null) {
            current.hold(true);
        }
    }

    /** Lets held work go on. */
    public synchronized void resume() {
        if (current != null) {
            current.hold(false);
        }
    }

    /** Ends the work under way before its next part. */
    public synchronized void stop() {
        if (current != null) {
            current.stop();
        }
    }

    /** Ends the work before the ledger is closed. */
    @Terminator
    public static void stopWithJenkins() throws InterruptedException {
        for (LedgerWork work : ExtensionList.lookup(LedgerWork.class)) {
            work.stop();
            work.executor.shutdown();
            if (!work.executor.awaitTermination(LAST_WORD_SECONDS, TimeUnit.SECONDS)) {
                work.executor.shutdownNow();
            }
        }
    }

    /** Somebody stopped the work. */
    public static final class StoppedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }

    /** Tells how far the work is, and the work whether to go on. Thread-safe. */
    public static final class Progress implements LedgerProgress {

        private final String title;
        private final Instant started;
        private long done;
        private long total;
        private String message = "";
        private boolean held;
        private boolean stopped;

        private Progress(String title, Instant started) {
            this.title = title;
            this.started = started;
        }

        /**
         * Notes where the work is, and waits while it is held.
         *
         * @throws StoppedException if the work is to end here
         */
        @Override
        public synchronized void at(String where, long nowDone, long nowTotal) {
            done = nowDone;
            total = nowTotal;
            message = where;
            try {
                while (held && !stopped) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopped = true;
            }
            if (stopped) {
                throw new StoppedException();
            }
        }

        private synchronized void hold(boolean hold) {
            held = hold;
            notifyAll();
        }

        private synchronized void stop() {
            stopped = true;
            notifyAll();
        }

        private synchronized Report report() {
            return report(held ? Phase.PAUSED : Phase.RUNNING, message);
        }

        private synchronized Report report(Phase phase, String text) {
            return new Report(title, started, phase, done, total, text);
        }
    }
}
