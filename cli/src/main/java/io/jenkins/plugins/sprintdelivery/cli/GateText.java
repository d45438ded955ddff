package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation.ExplainedCondition;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation.UsedFact;
import io.jenkins.plugins.sprintdelivery.core.json.WrittenWhenAbsent;
import io.jenkins.plugins.sprintdelivery.core.model.AppliedOverride;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.TicketReference;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Prints what a gate says, for a person or as one JSON document. */
final class GateText {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private final PrintWriter out;
    private final ZoneId zone;

    /**
     * Prints to a writer.
     *
     * @param zone the time zone of dates
     */
    GateText(PrintWriter out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    /**
     * Prints a result.
     *
     * @param carried what the commits carry
     * @param sprints whether there is a calendar of sprints
     * @param explanation why it says so, or null where nobody asked
     * @param ahead the freezes of the next days, shown with an explanation
     */
    void print(
            boolean json,
            GateResult result,
            Candidate carried,
            boolean sprints,
            GateExplanation explanation,
            List<FreezePeriod> ahead) {
        if (json) {
            List<AheadFreeze> freezes = explanation == null
                    ? null
                    : ahead.stream().map(AheadFreeze::of).toList();
            JsonOutput.print(
                    new Document(
                            result.verdict(),
                            result.policy(),
                            carried.sprint(),
                            carried.findings().tickets(),
                            result.conditions(),
                            result.override(),
                            explanation,
                            freezes),
                    out);
            return;
        }
        head(result, carried, sprints);
        int width = width(result.conditions(), "  ");
        for (int i = 0; i < result.conditions().size(); i++) {
            condition(
                    result.conditions().get(i),
                    "  ",
                    width,
                    explanation == null ? null : explanation.conditions().get(i));
        }
        if (explanation != null) {
            explanation(explanation, ahead);
        }
        out.flush();
    }

    private void head(GateResult result, Candidate carried, boolean sprints) {
        out.println("Gate: " + result.verdict() + overridden(result) + " by policy '" + PlainText.of(result.policy())
                + "' (" + PlainText.of(result.origin()) + ")");
        if (sprints) {
            out.println("Sprint: " + PlainText.of(carried.sprint(), zone));
        }
        if (!carried.findings().tickets().isEmpty()) {
            out.println("Tickets: " + String.join(", ", carried.findings().keys()));
        }
    }

    private static String overridden(GateResult result) {
        AppliedOverride override = result.override();
        return override == null
                ? ""
                : " (" + override.original() + ", overridden by "
                        + PlainText.of(override.by().label()) + ": " + PlainText.of(override.reason()) + ")";
    }

    private static int width(List<ConditionResult> conditions, String indent) {
        return conditions.stream()
                .mapToInt(condition ->
                        Math.max(indent.length() + condition.type().length(), width(condition.parts(), indent + "  ")))
                .max()
                .orElse(0);
    }

    private void condition(ConditionResult result, String indent, int width, ExplainedCondition explained) {
        out.printf(
                "%s%-12s  %-" + Math.max(1, width - indent.length()) + "s  expected %s: %s%n",
                indent,
                result.verdict(),
                result.type(),
                PlainText.of(result.expected()),
                PlainText.of(result.actual()));
        result.evidence().forEach(piece -> out.println(indent + "    " + PlainText.of(piece)));
        if (explained != null) {
            why(explained, indent + "    > ");
        }
        for (int i = 0; i < result.parts().size(); i++) {
            condition(
                    result.parts().get(i),
                    indent + "  ",
                    width,
                    explained == null ? null : explained.parts().get(i));
        }
    }

    private void why(ExplainedCondition explained, String indent) {
        out.println(indent + "asked for by " + PlainText.of(explained.origin()) + ", severity " + explained.severity()
                + ", counts as " + explained.counts());
        if (explained.parts().isEmpty()) {
            out.println(indent + "rests on " + PlainText.of(String.join(", ", explained.facts())));
        }
        if (explained.remedy() != null) {
            out.println(indent + "to pass: " + PlainText.of(explained.remedy()));
        }
    }

    private void explanation(GateExplanation explanation, List<FreezePeriod> ahead) {
        out.println("Policy '" + PlainText.of(explanation.policy()) + "':");
        for (PolicyLayer layer : explanation.layers()) {
            out.println("  " + layer.effect() + ": " + PlainText.of(layer.origin())
                    + (layer.note() == null ? "" : " (" + PlainText.of(layer.note()) + ")"));
        }
        out.println("  what cannot be decided: " + explanation.inconclusive());
        out.println("Facts:");
        for (UsedFact fact : explanation.facts()) {
            out.println("  " + PlainText.of(fact.name()) + ": " + PlainText.of(fact.text())
                    + (fact.known() ? "" : "; " + PlainText.of(fact.remedy())));
        }
        if (!ahead.isEmpty()) {
            out.println("Freezes ahead:");
            for (FreezePeriod period : ahead) {
                out.println("  " + day(period.from()) + " to " + day(period.to()) + "  "
                        + PlainText.of(period.freeze().name()) + " ("
                        + PlainText.of(period.freeze().origin()) + ")");
            }
        }
    }

    private String day(Instant moment) {
        return MOMENT.format(moment.atZone(zone));
    }

    /** What {@code --json} prints. */
    private record Document(
            Verdict verdict,
            String policy,
            @WrittenWhenAbsent Sprint sprint,
            List<TicketReference> tickets,
            List<ConditionResult> conditions,
            AppliedOverride override,
            GateExplanation explanation,
            List<AheadFreeze> freezesAhead) {}

    private record AheadFreeze(String name, String origin, Instant from, Instant to) {

        private static AheadFreeze of(FreezePeriod period) {
            return new AheadFreeze(period.freeze().name(), period.freeze().origin(), period.from(), period.to());
        }
    }
}
