package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Throttle;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Provenance;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings earlier builds into a ledger, marked as inferred: job by job, each build once, oldest first. It may be paused,
 * stopped and started again at any moment; what was recorded is not recorded again. {@link #run} is called by one thread,
 * everything else by any.
 */
public final class Backfill {

    private static final int PORTION = 500;
    private static final int MAX_PROBLEMS = 20;

    private final EarlierBuilds source;
    private final Ledger ledger;
    private final BackfillCheckpoint checkpoint;
    private final Throttle throttle;
    private final LedgerProgress watcher;

    // guarded by this
    private BackfillProgress.State state = BackfillProgress.State.WAITING;
    private int jobs;
    private int jobsDone;
    private String job;
    private long read;
    private long recorded;
    private long unreadable;
    private long unfinished;
    private final List<String> problems = new ArrayList<>();

    // of the thread that runs
    private final List<LedgerEvent> portion = new ArrayList<>();
    private final Map<String, Integer> portionUpTo = new LinkedHashMap<>();

    /**
     * @param checkpoint where it goes on; of this back-fill alone
     * @param throttle units are builds
     * @param watcher is told of each job that is done; units are jobs
     */
    public Backfill(
            EarlierBuilds source,
            Ledger ledger,
            BackfillCheckpoint checkpoint,
            Throttle throttle,
            LedgerProgress watcher) {
        this.source = source;
        this.ledger = ledger;
        this.checkpoint = checkpoint;
        this.throttle = throttle;
        this.watcher = watcher;
    }

    /**
     * Reads all jobs, and returns when everything is recorded or it was stopped.
     *
     * @throws IOException if the ledger cannot be written; started again, it goes on from there
     * @throws InterruptedException if the thread was interrupted, which stops it likewise
     */
    public void run() throws IOException, InterruptedException {
        runJobs(source.jobs());
    }

    /** As {@link #run()}, for one job. */
    public void run(String onlyJob) throws IOException, InterruptedException {
        runJobs(List.of(onlyJob));
    }

    private void runJobs(List<String> names) throws IOException, InterruptedException {
        begin(names.size());
        boolean finished = false;
        try {
            for (String name : names) {
                if (!runJob(name)) {
                    break;
                }
            }
            flush();
            finished = !isStopped();
        } finally {
            end(finished);
        }
    }

    private synchronized void begin(int count) {
        if (state != BackfillProgress.State.STOPPED && state != BackfillProgress.State.PAUSED) {
            state = BackfillProgress.State.RUNNING;
        }
        jobs = count;
        jobsDone = 0;
    }

    private synchronized void end(boolean finished) {
        state = finished ? BackfillProgress.State.DONE : BackfillProgress.State.STOPPED;
        notifyAll();
    }

    /** Reads a job's builds; returns false where it was stopped. */
    private boolean runJob(String name) throws IOException, InterruptedException {
        synchronized (this) {
            job = name;
        }
        boolean gapless = true;
        int last = checkpoint.doneUpTo(name);
        for (int number : source.numbers(name)) {
            if (number <= last) {
                continue;
            }
            if (!mayGoOn()) {
                return false;
            }
            throttle.take(1);
            // what has not ended is read again by the next run, and with it what comes after
            gapless &= read(name, number);
            if (gapless) {
                portionUpTo.put(name, number);
            }
            if (portion.size() >= PORTION) {
                flush();
            }
        }
        int count;
        int of;
        synchronized (this) {
            count = ++jobsDone;
            of = jobs;
        }
        watcher.at(name, count, of);
        return true;
    }

    private boolean read(String name, int number) {
        try {
            Optional<EarlierBuild> build = source.read(name, number);
            if (build.isEmpty()) {
                count(0, 0, 1, null);
                return false;
            }
            for (Commit commit : build.get().commits()) {
                portion.add(new LedgerEvent.CommitRecorded(commit, Provenance.INFERRED));
            }
            portion.add(new LedgerEvent.BuildRecorded(build.get().build(), Provenance.INFERRED));
            count(1, 0, 0, null);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            // it will not be readable later either
            count(0, 1, 0, e.getMessage());
            return true;
        }
    }

    private synchronized void count(int good, int bad, int early, String problem) {
        read += good;
        unreadable += bad;
        unfinished += early;
        if (problem != null && problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }

    private void flush() throws IOException, InterruptedException {
        if (!portion.isEmpty()) {
            int fresh = ledger.appendNew(portion);
            synchronized (this) {
                recorded += fresh;
            }
        }
        portionUpTo.forEach(checkpoint::advance);
        if (!portionUpTo.isEmpty()) {
            checkpoint.save();
        }
        portion.clear();
        portionUpTo.clear();
    }

    private synchronized boolean mayGoOn() throws InterruptedException {
        while (state == BackfillProgress.State.PAUSED) {
            wait();
        }
        return state != BackfillProgress.State.STOPPED;
    }

    private synchronized boolean isStopped() {
        return state == BackfillProgress.State.STOPPED;
    }

    /** Waits before the next build, until {@link #resume()} or {@link #stop()}. */
    public synchronized void pause() {
        if (state == BackfillProgress.State.RUNNING || state == BackfillProgress.State.WAITING) {
            state = BackfillProgress.State.PAUSED;
        }
    }

    /** Goes on after {@link #pause()}. */
    public synchronized void resume() {
        if (state == BackfillProgress.State.PAUSED) {
            state = BackfillProgress.State.RUNNING;
            notifyAll();
        }
    }

    /** Ends it before the next build; what was read is recorded. */
    public synchronized void stop() {
        if (state != BackfillProgress.State.DONE) {
            state = BackfillProgress.State.STOPPED;
            notifyAll();
        }
    }

    /** How far it is. */
    public synchronized BackfillProgress progress() {
        return new BackfillProgress(
                state, jobs, jobsDone, job, read, recorded, unreadable, unfinished, List.copyOf(problems));
    }
}
