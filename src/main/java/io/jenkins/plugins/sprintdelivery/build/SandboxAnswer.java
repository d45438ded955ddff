package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation.UsedFact;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import java.util.List;

/** What the sandbox answers, for Jelly views. */
public final class SandboxAnswer {

    private final Run<?, ?> run;
    private final GateResult result;
    private final GateExplanation explanation;
    private final String problem;

    private SandboxAnswer(Run<?, ?> run, GateResult result, GateExplanation explanation, String problem) {
        this.run = run;
        this.result = result;
        this.explanation = explanation;
        this.problem = problem;
    }

    /** @param result what the gate would say, of which {@code explanation} is why */
    static SandboxAnswer of(Run<?, ?> run, GateResult result, GateExplanation explanation) {
        return new SandboxAnswer(run, result, explanation, null);
    }

    static SandboxAnswer problem(String problem) {
        return new SandboxAnswer(null, null, null, problem);
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
    public List<ConditionRow> getConditions() {
        return ConditionRow.of(result.conditions(), explanation.conditions());
    }

    /** The facts that the verdict rests on. */
    public List<UsedFact> getFacts() {
        return explanation.facts();
    }
}
