package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation.ExplainedCondition;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation.UsedFact;
import java.util.List;
import java.util.stream.Stream;

/** What the sandbox answers, for Jelly views. */
public final class SandboxAnswer {

    private final Run<?, ?> run;
    private final GateExplanation explanation;
    private final String problem;

    private SandboxAnswer(Run<?, ?> run, GateExplanation explanation, String problem) {
        this.run = run;
        this.explanation = explanation;
        this.problem = problem;
    }

    static SandboxAnswer of(Run<?, ?> run, GateExplanation explanation) {
        return new SandboxAnswer(run, explanation, null);
    }

    static SandboxAnswer problem(String problem) {
        return new SandboxAnswer(null, null, problem);
    }

    /** The build that was judged, or null where none could be. */
    public Run<?, ?> getRun() {
        return run;
    }

    /** Why nothing could be judged, or null. */
    public String getProblem() {
        return problem;
    }

    public String getVerdict() {
        return explanation.verdict().name();
    }

    public String getIcon() {
        return TagView.iconOf(explanation.verdict());
    }

    public String getPolicy() {
        return explanation.policy();
    }

    /** What a condition that cannot be decided does to the whole. */
    public String getInconclusive() {
        return explanation.inconclusive().toString();
    }

    /** Every place that says something of the policy, nearest first, in words. */
    public List<String> getLayers() {
        return explanation.layers().stream().map(LayerText::of).toList();
    }

    /** The conditions, each before those that it combines. */
    public List<Row> getConditions() {
        return explanation.conditions().stream()
                .flatMap(condition -> Row.of(condition, ""))
                .toList();
    }

    /** The facts that the verdict rests on. */
    public List<UsedFact> getFacts() {
        return explanation.facts();
    }

    /** A condition for a table. */
    public static final class Row {

        private final ExplainedCondition condition;
        private final String within;

        private Row(ExplainedCondition condition, String within) {
            this.condition = condition;
            this.within = within;
        }

        private static Stream<Row> of(ExplainedCondition condition, String within) {
            Row row = new Row(condition, within);
            return Stream.concat(
                    Stream.of(row), condition.parts().stream().flatMap(part -> of(part, row.getType() + " › ")));
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

        public String getSeverity() {
            return condition.severity().toString();
        }

        /** What it counts as in the whole, or in the combination it is a part of. */
        public String getCounts() {
            return condition.counts().name();
        }

        public String getExpected() {
            return condition.expected();
        }

        public String getActual() {
            return condition.actual();
        }

        /** The place that asks for it. */
        public String getOrigin() {
            return condition.origin();
        }

        /** What would make it pass, or null. */
        public String getRemedy() {
            return condition.remedy();
        }
    }
}
