package io.jenkins.plugins.sprintdelivery.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.GateKeeper;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code sprintGate}: asks a policy whether the build may go on. FAIL and INCONCLUSIVE fail the step unless
 * {@code propagate} is false; WARN marks the stage and the build unstable.
 */
public final class SprintGateStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String policy;
    private String environment;
    private String version;
    private boolean propagate = true;

    @DataBoundConstructor
    public SprintGateStep() {
        // everything is optional
    }

    /** The policy's name, or null for the default. */
    public String getPolicy() {
        return policy;
    }

    @DataBoundSetter
    public void setPolicy(String policy) {
        this.policy = Util.fixEmptyAndTrim(policy);
    }

    /** Where the release is to go, or null. */
    public String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    /** What is to be released, or null. */
    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    /** Whether a verdict that stops a release fails the step. */
    public boolean isPropagate() {
        return propagate;
    }

    @DataBoundSetter
    public void setPropagate(boolean propagate) {
        this.propagate = propagate;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, this);
    }

    private static final class Execution extends SynchronousNonBlockingStepExecution<Map<String, Object>> {

        private static final long serialVersionUID = 1L;

        private final SprintGateStep step;

        Execution(StepContext context, SprintGateStep step) {
            super(context);
            this.step = step;
        }

        @Override
        protected Map<String, Object> run() throws Exception {
            StepContext context = getContext();
            Run<?, ?> run = context.get(Run.class);
            GateEvaluation evaluation = new GateKeeper(run, context.get(TaskListener.class))
                    .judge(step.policy, step.environment, step.version, context.get(FilePath.class));
            Verdict verdict = evaluation.result().verdict();
            if (verdict == Verdict.WARN) {
                markUnstable(
                        run, Messages.SprintGateStep_Warned(evaluation.result().policy()));
            } else if (verdict != Verdict.PASS && step.propagate) {
                throw new AbortException(
                        Messages.SprintGateStep_Stopped(evaluation.result().policy(), verdict, pageOf(run)));
            }
            return answer(run, evaluation);
        }

        private void markUnstable(Run<?, ?> run, String reason) throws IOException, InterruptedException {
            FlowNode node = getContext().get(FlowNode.class);
            node.addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(reason));
            run.setResult(Result.UNSTABLE);
        }

        /** Maps and lists of text alone: a script may read them in the sandbox, and they survive a restart. */
        private static Map<String, Object> answer(Run<?, ?> run, GateEvaluation evaluation) {
            ArrayList<Map<String, Object>> conditions = new ArrayList<>();
            for (ConditionResult condition : evaluation.result().conditions()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("type", condition.type());
                entry.put("verdict", condition.verdict().name());
                entry.put("expected", condition.expected());
                entry.put("actual", condition.actual());
                entry.put("evidence", new ArrayList<>(condition.evidence()));
                conditions.add(entry);
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("verdict", evaluation.result().verdict().name());
            answer.put("policy", evaluation.result().policy());
            answer.put("conditions", conditions);
            answer.put("url", pageOf(run));
            return answer;
        }

        /** The build's page about its sprint; relative to the root where the controller does not know its own URL. */
        private static String pageOf(Run<?, ?> run) {
            String root = Jenkins.get().getRootUrl();
            return (root == null ? "" : root) + run.getUrl() + "sprint/";
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "sprintGate";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintGateStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
