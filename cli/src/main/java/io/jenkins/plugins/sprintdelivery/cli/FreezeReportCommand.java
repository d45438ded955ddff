package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.UnknownChoiceException;
import io.jenkins.plugins.sprintdelivery.core.board.Wanted;
import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.export.SprintReport;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps the reports of closed sprints as they are now. */
@Command(
        name = "freeze-report",
        description = {
            "Keeps the reports of closed sprints in the ledger's directory, so that later facts do not change them.",
            "A report that is kept already stays as it is."
        },
        mixinStandardHelpOptions = true)
final class FreezeReportCommand implements Callable<Integer> {

    private static final int MAX_SPRINTS = 1_000;

    @Mixin
    private LedgerOption ledgerOption;

    @Option(
            names = "--sprint",
            paramLabel = "ID",
            description = "Only this sprint, by its id or its name. Default: every closed one.")
    private String sprint;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemDefaultZone();

    @Override
    public Integer call() {
        try (LedgerReader ledger = ledgerOption.openCurrent(clock)) {
            FrozenReports reports = LedgerReader.frozenReports(ledgerOption.directory());
            DeliveryBoard board = new DeliveryBoard(ledger.queries(), clock);
            PrintWriter out = spec.commandLine().getOut();
            int kept = 0;
            for (String id : sprint == null ? notKept(reports, ledger) : List.of(sprint)) {
                SprintReport report = board.report(new Wanted(id, null, null, null, null, null));
                if (reports.keep(report)) {
                    out.println(
                            "Kept the report of " + PlainText.of(report.sprint().name()) + ".");
                    kept++;
                }
            }
            if (kept == 0) {
                out.println("Every report is kept already.");
            }
            out.flush();
            return 0;
        } catch (UnknownChoiceException e) {
            throw new InputException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InputException("the sprint '" + sprint + "' has not closed yet; freeze it when it has", e);
        } catch (IOException e) {
            throw new InputException(
                    "the report cannot be kept in '" + ledgerOption.directory() + "': " + e.getMessage(), e);
        }
    }

    /** The closed sprints whose report is not kept yet. */
    private List<String> notKept(FrozenReports reports, LedgerReader ledger) throws IOException {
        List<String> sprints = new ArrayList<>();
        for (Sprint each : ledger.queries().sprints(MAX_SPRINTS)) {
            if (!each.end().isAfter(clock.instant()) && reports.find(each.id()).isEmpty()) {
                sprints.add(each.id());
            }
        }
        return sprints;
    }
}
