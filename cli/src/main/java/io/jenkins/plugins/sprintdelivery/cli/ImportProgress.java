package io.jenkins.plugins.sprintdelivery.cli;

import java.io.PrintWriter;

/** Tells how far a long command is: in place on a terminal, otherwise a line for every tenth. */
final class ImportProgress {

    private final PrintWriter out;
    private final boolean terminal;
    private int shown = -1;

    ImportProgress(PrintWriter out) {
        this.out = out;
        terminal = System.console() != null;
    }

    void at(int done, int total) {
        int percent = (int) (100L * done / total);
        int step = terminal ? percent : percent / 10 * 10;
        if (step > shown) {
            shown = step;
            String text = "imported " + step + " % (" + done + " of " + total + " tags)";
            if (terminal) {
                out.print("\r" + text + (done == total ? System.lineSeparator() : ""));
            } else {
                out.println(text);
            }
            out.flush();
        }
    }
}
