package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Remembers until when a site wants to be left alone. Thread-safe. */
final class RateGate {

    private final AtomicReference<Instant> closedUntil = new AtomicReference<>(Instant.MIN);

    /** Keeps requests from the site until then, or longer where that was said before. */
    void close(Instant until) {
        closedUntil.accumulateAndGet(until, (said, now) -> said.isAfter(now) ? said : now);
    }

    boolean isClosed(Instant now) {
        return now.isBefore(closedUntil.get());
    }

    Instant closedUntil() {
        return closedUntil.get();
    }
}
