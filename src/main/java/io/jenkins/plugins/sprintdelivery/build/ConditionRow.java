package io.jenkins.plugins.sprintdelivery.build;

import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation.ExplainedCondition;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a condition of a gate says, for a table of Jelly views. */
public final class ConditionRow {

    private final ConditionResult condition;
    private final String within;
    private final ExplainedCondition why;

    private ConditionRow(ConditionResult condition, String within, ExplainedCondition why) {
        this.condition = condition;
        this.within = within;
        this.why = why;
    }

    /** A row for each condition, which comes before those that it combines. */
    public static List<ConditionRow> of(List<ConditionResult> conditions) {
        return conditions.stream()
                .flatMap(condition -> withParts(condition, "", null))
                .toList();
    }

    /** As the other one, with why each says what it says. */
    static List<ConditionRow> of(List<ConditionResult> conditions, List<ExplainedCondition> why) {
        return Stream.iterate(0, i -> i < conditions.size(), i -> i + 1)
                .flatMap(i -> withParts(conditions.get(i), "", why.get(i)))
                .toList();
    }

    private static Stream<ConditionRow> withParts(ConditionResult condition, String within, ExplainedCondition why) {
        ConditionRow row = new ConditionRow(condition, within, why);
        List<ConditionResult> parts = condition.parts();
        return Stream.concat(
                Stream.of(row),
                Stream.iterate(0, i -> i < parts.size(), i -> i + 1)
                        .flatMap(i -> withParts(
                                parts.get(i),
                                row.getType() + " › ",
                                why == null ? null : why.parts().get(i))));
    }

    /** Its name in the policy, after the names of the combinations it is a part of. */
    public String getType() {
        return within + condition.type();
    }

    public String getVerdict() {
        return condition.verdict().name();
    }

    public String getIcon() {
        return TagView.iconOf(condition.verdict());
    }

    public String getExpected() {
        return condition.expected();
    }

    public String getActual() {
        return condition.actual();
    }

    /** The place that asks for it, or null where that is the policy's own and nobody asked why. */
    public String getOrigin() {
        return why == null ? condition.origin() : why.origin();
    }

    /** What would make it pass, or null. */
    public String getRemedy() {
        return condition.verdict() == Verdict.PASS ? null : condition.remedy();
    }

    public List<EvidenceRow> getEvidence() {
        return condition.evidence().stream().map(EvidenceRow::new).toList();
    }

    /** What it means when it does not hold; only where somebody asked why. */
    public String getSeverity() {
        return why.severity().toString();
    }

    /** What it counts as in the whole, or in the combination it is a part of; only where somebody asked why. */
    public String getCounts() {
        return why.counts().name();
    }

    /** A piece of evidence; where an address stands behind it, that is where it links to. */
    public static final class EvidenceRow {

        private static final Pattern WITH_ADDRESS = Pattern.compile("(.*\\S)\\s+(https?://\\S+)");

        private final String text;
        private final String address;

        private EvidenceRow(String evidence) {
            Matcher form = WITH_ADDRESS.matcher(evidence);
            boolean linked = form.matches();
            text = linked ? form.group(1) : evidence;
            address = linked ? form.group(2) : null;
        }

        public String getText() {
            return text;
        }

        /** Of http or https, or null. */
        public String getAddress() {
            return address;
        }
    }
}
