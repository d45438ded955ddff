package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerCheck;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerCheckReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks every line of a ledger's journal. */
@Command(
        name = "verify",
        description = {
            "Checks every line of a ledger's journal. Writes nothing, also while Jenkins writes the ledger.",
            "Exit status 1 where something that was recorded is missing or cannot be read."
        },
        mixinStandardHelpOptions = true)
final class LedgerVerifyCommand implements Callable<Integer> {

    private static final int EXIT_UNSOUND = 1;

    @Mixin
    private LedgerOption ledger;

    @Option(names = "--json", description = "Print the report as one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LedgerCheckReport report;
        try {
            report = LedgerCheck.run(
                    ledger.directory(), new ProgressLine(spec.commandLine().getErr(), "checked", "bytes"));
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(document(report), out);
        } else {
            print(report, out);
        }
        return report.isSound() ? 0 : EXIT_UNSOUND;
    }

    private static Map<String, Object> document(LedgerCheckReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("controller", report.controller());
        document.put("sound", report.isSound());
        document.put("months", report.months());
        document.put("events", new TreeMap<>(report.events()));
        document.put("controllers", report.controllers());
        document.put("steppedBack", report.steppedBack());
        document.put("largestStepMillis", report.largestStep().toMillis());
        document.put("found", new TreeMap<>(report.found()));
        document.put("problems", report.problems());
        return document;
    }

    private static void print(LedgerCheckReport report, PrintWriter out) {
        long lines = 0;
        for (LedgerCheckReport.Month month : report.months()) {
            lines += month.lines();
            out.println(month.file() + ": " + counted(month.lines(), "line") + ", " + counted(month.bytes(), "byte")
                    + (month.bytes() == month.bytesOnDisk() ? "" : " (" + month.bytesOnDisk() + " on disk)")
                    + (month.sound() == month.lines() ? "" : ", " + (month.lines() - month.sound()) + " not readable"));
        }
        List<LedgerProblem> problems = report.problems();
        problems.forEach(problem -> out.println(PlainText.of(problem.toString())));
        long all = report.found().values().stream().mapToLong(Long::longValue).sum();
        if (all > problems.size()) {
            out.println(counted(all - problems.size(), "more problem"));
        }
        if (report.steppedBack() > 0) {
            out.println(counted(report.steppedBack(), "line")
                    + " with an earlier time than the line before, by up to "
                    + report.largestStep().toMillis() + " ms; their order is that of recording, nothing is wrong");
        }
        out.println(counted(lines, "line") + " in " + counted(report.months().size(), "month") + ": "
                + (all == 0 ? "sound" : report.isSound() ? "sound, see above" : "not sound, see above"));
        out.flush();
    }

    private static String counted(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
