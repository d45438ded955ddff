package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import java.io.PrintWriter;

/** Tells how far a long command is: in place on a terminal, otherwise a line for every tenth. */
final class ProgressLine implements LedgerProgress {

    private final PrintWriter out;
    private final String done;
    private final String units;
    private final boolean terminal;
    private int shown = -1;

    /**
     * @param done what happens to the units, such as {@code imported}
     * @param units what is counted, such as {@code tags}
     */
    ProgressLine(PrintWriter out, String done, String units) {
        this.out = out;
        this.done = done;
        this.units = units;
        terminal = System.console() != null;
    }

    @Override
    public void at(String what, long count, long total) {
        if (total == 0) {
            return;
        }
        int percent = (int) Math.min(100, 100 * count / total);
        int step = terminal ? percent : percent / 10 * 10;
        if (step > shown) {
            shown = step;
            String text = done + " " + step + " % (" + count + " of " + total + " " + units + ")";
            if (terminal) {
                out.print("\r" + text + (count == total ? System.lineSeparator() : ""));
            } else {
                out.println(text);
            }
            out.flush();
        }
    }
}
