package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.util.concurrent.TimeUnit;

/**
 * Slows background work down to a rate, so that it never takes a machine from those who wait for it. Thread-safe: several
 * threads share the rate.
 */
public final class Throttle {

    private final long perSecond;
    private long started;
    private double taken;

    private Throttle(long perSecond) {
        this.perSecond = perSecond;
    }

    /** No limit. */
    public static Throttle none() {
        return new Throttle(0);
    }

    /**
     * A limit.
     *
     * @param units how many units a second, of whatever is counted; 0 for no limit
     */
    public static Throttle perSecond(long units) {
        if (units < 0) {
            throw new IllegalArgumentException("a rate must not be negative: " + units);
        }
        return new Throttle(units);
    }

    /** Takes so many units, and waits as long as that rate demands. */
    public void take(long units) throws InterruptedException {
        long wait = reserve(units);
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        } else if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private synchronized long reserve(long units) {
        if (perSecond == 0) {
            return 0;
        }
        long now = System.nanoTime();
        long due = started + Math.round(taken / perSecond * TimeUnit.SECONDS.toNanos(1));
        if (taken == 0 || now - due > TimeUnit.SECONDS.toNanos(1)) {
            // what was not used in a pause is not made up for
            started = now;
            taken = 0;
            due = now;
        }
        taken += units;
        return due - now;
    }
}
