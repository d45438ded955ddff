package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.Selector;
import io.jenkins.plugins.sprintdelivery.core.board.UnknownChoiceException;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints who approved and who overrode what, and why. */
@Command(
        name = "approvals",
        description = {
            "Who approved releases and who let them through against their gate, with their reasons, newest first.",
            "Without --sprint, --since and --until: the current sprint, otherwise the one that began last, otherwise"
                    + " the last 30 days."
        },
        mixinStandardHelpOptions = true)
final class ApprovalsCommand implements Callable<Integer> {

    /** The most of each that are printed; a narrower scope shows the others. */
    private static final int MAX = 1_000;

    @Mixin
    private LedgerOption ledgerOption;

    @Mixin
    private ScopeOptions scope;

    @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemDefaultZone();

    /** What {@code --json} prints. */
    private record Document(List<GateApproval> approvals, List<GateOverride> overrides) {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (LedgerReader ledger = ledgerOption.openCurrent(clock)) {
            Scope asked = new Selector(ledger.queries())
                    .select(scope.wanted(clock.getZone()), clock.instant())
                    .scope();
            Document document = new Document(
                    ledger.queries().approvals(asked, MAX), ledger.queries().overrides(asked, MAX));
            if (json) {
                JsonOutput.print(document, out);
            } else {
                print(document, out);
            }
            return 0;
        } catch (UnknownChoiceException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private static void print(Document document, PrintWriter out) {
        for (GateApproval approval : document.approvals()) {
            out.println(line(approval.at(), "approved by", approval.by().label(), approval.target())
                    + (approval.reason().isEmpty() ? "" : ": " + PlainText.of(approval.reason())));
        }
        for (GateOverride override : document.overrides()) {
            out.println(line(override.at(), "overridden by", override.by().label(), override.target())
                    + (override.second() == null
                            ? ""
                            : ", agreed by " + PlainText.of(override.second().label()))
                    + ": " + PlainText.of(override.reason()));
        }
        if (document.approvals().isEmpty() && document.overrides().isEmpty()) {
            out.println("Nobody approved or overrode anything.");
        }
        out.flush();
    }

    private static String line(Instant at, String what, String who, GateTarget target) {
        String release = target.version() == null ? target.build().id() : target.version();
        return at.truncatedTo(ChronoUnit.SECONDS) + "  " + what + " " + PlainText.of(who) + "  "
                + PlainText.of(target.policy() + ": " + (target.service() == null ? "" : target.service() + " ")
                        + release
                        + (target.environment() == null ? "" : " to " + target.environment()));
    }
}
