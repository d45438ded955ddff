package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.UUID;

/**
 * Identities of events: UUIDs of version 7 (RFC 9562), rising even where the clock stands still or runs backwards, so
 * that their order is the order of recording. Thread-safe.
 */
final class EventIds {

    private static final int COUNTER_BITS = 12;

    private final Clock clock;
    private final Random random = new SecureRandom();
    private long last;

    EventIds(Clock clock) {
        this.clock = clock;
    }

    /** Goes on above an identity of an earlier process. */
    synchronized void startAfter(UUID earlier) {
        long high = earlier.getMostSignificantBits();
        last = Math.max(last, high >>> 16 << COUNTER_BITS | high & 0xFFF);
    }

    synchronized UUID next() {
        // milliseconds and a counter in one number, so that a full counter borrows from the time to come
        last = Math.max(clock.millis() << COUNTER_BITS, last + 1);
        long high = (last >>> COUNTER_BITS) << 16 | 0x7000 | last & 0xFFF;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
