package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command that takes a while says how far it is, and in the end what it did. */
final class SummaryOutput {

    @Option(names = "--json", description = "Print a summary as one JSON document.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** As {@link ProgressLine}, on standard error. */
    LedgerProgress progress(String done, String units) {
        return new ProgressLine(command.commandLine().getErr(), done, units);
    }

    /** Says something beside the summary, on standard error. */
    void note(String line) {
        command.commandLine().getErr().println(PlainText.of(line));
    }

    /** The summary, as a document or as lines for people. */
    void print(Object document, List<String> lines) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            JsonOutput.print(document, out);
        } else {
            lines.forEach(line -> out.println(PlainText.of(line)));
            out.flush();
        }
    }

    /** As {@link #print(Object, List)}: first each problem, then what was done. */
    void print(Object document, List<?> problems, String done) {
        print(
                document,
                Stream.concat(problems.stream().map(Object::toString), Stream.of(done))
                        .toList());
    }
}
