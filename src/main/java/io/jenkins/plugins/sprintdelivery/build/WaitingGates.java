package io.jenkins.plugins.sprintdelivery.build;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.sprintdelivery.core.gate.LookQueue;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.Timer;

/** All gates that wait on this controller. Looks run on a few threads that end when there is nothing to do. Thread-safe. */
@Extension
public final class WaitingGates {

    private static final int THREADS = 4;
    private static final int IDLE_SECONDS = 30;

    private final LookQueue<WaitingGate> queue =
            new LookQueue<>(Clock.systemUTC(), Timer.get(), lookers(), THREADS, WaitingGate::look);

    /** The waiting gates of this controller. */
    public static WaitingGates get() {
        return ExtensionList.lookupSingleton(WaitingGates.class);
    }

    private static ExecutorService lookers() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "Sprint Delivery waiting gates"));
        pool.allowCoreThreadTimeOut(true);
        return new ImpersonatingExecutorService(pool, ACL.SYSTEM2);
    }

    /** Has a gate look at a time; a gate that is not known yet begins to wait. */
    public void lookAt(WaitingGate gate, Instant at) {
        queue.lookAt(gate, at);
    }

    /** A gate waits no longer. */
    public void forget(WaitingGate gate) {
        queue.forget(gate);
    }

    /** The gates that wait, in no order. */
    public List<WaitingGate> all() {
        return queue.all();
    }

    /** The gates that a build waits at. */
    public List<WaitingGate> of(Run<?, ?> run) {
        return all().stream().filter(gate -> run.equals(gate.run())).toList();
    }

    /** Something happened to a build's gates: they look at once. */
    public void wake(Run<?, ?> run) {
        wake(gate -> run.equals(gate.run()));
    }

    /**
     * Something happened that gates may wait for: they look at once, by what they looked at last. One that has not looked
     * yet may be reading what has just changed, so that it looks once more.
     */
    public void wakeWhere(Predicate<GateLook> concerned) {
        wake(gate -> gate.lastLook() == null || concerned.test(gate.lastLook()));
    }

    private void wake(Predicate<WaitingGate> which) {
        all().stream().filter(which).forEach(queue::wake);
    }
}
