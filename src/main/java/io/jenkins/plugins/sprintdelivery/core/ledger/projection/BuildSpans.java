package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.util.Arrays;

/**
 * Between which builds of each job those that carry a ticket are. Bounds, which are only ever widened, so that a build that
 * is recorded again changes little.
 */
final class BuildSpans {

    private static final int STRIDE = 3;
    private static final int LOWEST = 1;
    private static final int HIGHEST = 2;

    private long[] cells;

    BuildSpans(long[] cells) {
        this.cells = cells;
    }

    static BuildSpans none() {
        return new BuildSpans(new long[0]);
    }

    /** As a column holds it. */
    long[] cells() {
        return cells;
    }

    /** A build of the job carries it; returns whether that was news. */
    boolean carry(long job, int number) {
        int at = 0;
        while (at < cells.length && cells[at] != job) {
            at += STRIDE;
        }
        if (at == cells.length) {
            cells = Arrays.copyOf(cells, at + STRIDE);
            cells[at] = job;
            cells[at + LOWEST] = number;
            cells[at + HIGHEST] = number;
            return true;
        }
        if (number >= cells[at + LOWEST] && number <= cells[at + HIGHEST]) {
            return false;
        }
        cells[at + LOWEST] = Math.min(cells[at + LOWEST], number);
        cells[at + HIGHEST] = Math.max(cells[at + HIGHEST], number);
        return true;
    }

    /** Each job with the numbers between which the builds are. */
    void each(Visitor visitor) {
        for (int i = 0; i < cells.length; i += STRIDE) {
            visitor.visit(cells[i], cells[i + LOWEST], cells[i + HIGHEST]);
        }
    }

    /** Takes a job and the lowest and highest number of its builds. */
    interface Visitor {
        void visit(long job, long lowest, long highest);
    }
}
