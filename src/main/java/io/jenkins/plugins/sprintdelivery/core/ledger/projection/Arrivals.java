package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.util.Arrays;
import java.util.Map;

/**
 * Which targets a commit or a ticket came to, and when. For each target: between which moments deployments carried it
 * there (bounds, which are only ever widened) and when a successful one first brought it there. Moments are microseconds.
 */
final class Arrivals {

    /** Where no successful deployment brought it. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int STRIDE = 4;
    private static final int FIRST = 1;
    private static final int LAST = 2;
    private static final int SHIPPED = 3;

    private long[] cells;

    Arrivals(long[] cells) {
        this.cells = cells;
    }

    static Arrivals none() {
        return new Arrivals(new long[0]);
    }

    /** As a column holds it. */
    long[] cells() {
        return cells;
    }

    private int at(long target) {
        for (int i = 0; i < cells.length; i += STRIDE) {
            if (cells[i] == target) {
                return i;
            }
        }
        return -1;
    }

    /** When a successful deployment first brought it to the target, or {@link #NEVER}. */
    long shipped(long target) {
        int at = at(target);
        return at < 0 ? NEVER : cells[at + SHIPPED];
    }

    /** A deployment carries it there; returns whether that was news. */
    boolean carry(long target, long moment) {
        int at = at(target);
        if (at < 0) {
            at = cells.length;
            cells = Arrays.copyOf(cells, at + STRIDE);
            cells[at] = target;
            cells[at + FIRST] = moment;
            cells[at + LAST] = moment;
            cells[at + SHIPPED] = NEVER;
            return true;
        }
        if (moment >= cells[at + FIRST] && moment <= cells[at + LAST]) {
            return false;
        }
        cells[at + FIRST] = Math.min(cells[at + FIRST], moment);
        cells[at + LAST] = Math.max(cells[at + LAST], moment);
        return true;
    }

    /** A successful deployment brings it there, having carried it. */
    void ship(long target, long moment) {
        cells[at(target) + SHIPPED] = moment;
    }

    /** What shipped from the moment on is to be found anew; returns when it had shipped, or {@link #NEVER}. */
    long forget(long target, long from) {
        int at = at(target);
        if (at < 0 || cells[at + SHIPPED] == NEVER || cells[at + SHIPPED] < from) {
            return NEVER;
        }
        long before = cells[at + SHIPPED];
        cells[at + SHIPPED] = NEVER;
        return before;
    }

    /** Each target with the first moment at which something may have carried it there. */
    void eachCarried(Visitor visitor) {
        for (int i = 0; i < cells.length; i += STRIDE) {
            visitor.visit(cells[i], cells[i + FIRST], cells[i + LAST]);
        }
    }

    /** Each target with the moment at which it was first brought there. */
    void eachShipped(Shipping visitor) {
        for (int i = 0; i < cells.length; i += STRIDE) {
            if (cells[i + SHIPPED] != NEVER) {
                visitor.visit(cells[i], cells[i + SHIPPED]);
            }
        }
    }

    /** The earliest moment at which it was brought to one of the targets, or {@link #NEVER}. */
    long shippedFirst(Map<Long, ?> targets) {
        long first = NEVER;
        for (int i = 0; i < cells.length; i += STRIDE) {
            if (cells[i + SHIPPED] < first && targets.containsKey(cells[i])) {
                first = cells[i + SHIPPED];
            }
        }
        return first;
    }

    /** Takes a target and between which moments deployments may have carried something there. */
    interface Visitor {
        void visit(long target, long first, long last);
    }

    /** Takes a target and when something was first brought there. */
    interface Shipping {
        void visit(long target, long moment);
    }
}
