package io.jenkins.plugins.sprintdelivery.steps;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.GateKeeper;
import io.jenkins.plugins.sprintdelivery.build.GateLook;
import io.jenkins.plugins.sprintdelivery.build.GateRequest;
import io.jenkins.plugins.sprintdelivery.build.WaitingGate;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.config.RepositorySettings;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.WaitRule;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import io.jenkins.plugins.sprintdelivery.core.settings.Durations;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Stands at a gate until it is decided. It holds no thread: {@link WaitingGates} has it look, and what it has to know
 * between two looks is a few lines of text that Pipeline keeps over restarts. The workspace is read at the first look,
 * so that an agent may go meanwhile. Pipeline stops it at any time.
 */
final class SprintGateExecution extends StepExecution implements WaitingGate {

    private static final long serialVersionUID = 1L;

    private final SprintGateStep step;
    private final String id = UUID.randomUUID().toString();

    /** Whether the workspace was read. */
    private boolean looked;

    /** The repository's settings as they were at the first look, or null where there are none. */
    private String repository;

    /** How it waits, as JSON, or null where it does not wait yet. */
    private String waiting;

    /** What was printed last. */
    private String printed;

    private transient volatile Run<?, ?> run;
    private transient volatile GateLook lastLook;
    private transient boolean done;

    SprintGateExecution(StepContext context, SprintGateStep step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() {
        WaitingGates.get().lookAt(this, now());
        return false;
    }

    @Override
    public void onResume() {
        WaitingGates.get().lookAt(this, now());
    }

    @Override
    public void stop(Throwable cause) {
        if (isFirstToEnd()) {
            getContext().onFailure(cause);
        }
    }

    @Override
    public String getStatus() {
        GateWait state = state();
        return state == null
                ? Messages.SprintGateExecution_Looking()
                : Messages.SprintGateExecution_Waiting(state.deadline().truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Run<?, ?> run() {
        try {
            if (run == null) {
                run = getContext().get(Run.class);
            }
            return run;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("a gate's build cannot be found", e);
        }
    }

    @Override
    public GateLook lastLook() {
        return lastLook;
    }

    @Override
    public synchronized GateWait state() {
        return waiting == null ? null : Json.mapper().readValue(waiting, GateWait.class);
    }

    @Override
    public void look() {
        try {
            StepContext context = getContext();
            if (!looked) {
                repository = RepositorySettings.text(context.get(FilePath.class));
                looked = true;
            }
            GateKeeper keeper = new GateKeeper(context.get(Run.class), context.get(TaskListener.class));
            act(keeper, keeper.look(request(), repository, workspace()));
        } catch (AbortException e) {
            lookAgainOrFail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private GateRequest request() {
        return new GateRequest(step.getPolicy(), step.getEnvironment(), step.getVersion(), step.getPolicyYaml());
    }

    /** Where the sources are, or null where there is no workspace or its agent is not there now. */
    private FilePath workspace() throws InterruptedException {
        try {
            return getContext().get(FilePath.class);
        } catch (IOException e) {
            return null;
        }
    }

    private void act(GateKeeper keeper, GateLook look) throws IOException, InterruptedException {
        lastLook = look;
        Policy policy = waitingAsAsked(look.policy());
        if (policy.waiting() == null) {
            end(keeper, look, look.result());
            return;
        }
        GateWait before = state();
        GateWait.Step next = (before == null ? GateWait.begin(policy.waiting(), look.at()) : before)
                .after(policy, look.result(), look.at());
        if (next instanceof GateWait.Decided decided) {
            end(keeper, look, decided.result());
        } else {
            keepWaiting(before, ((GateWait.LookAgain) next).state(), look);
        }
    }

    private Policy waitingAsAsked(Policy policy) throws AbortException {
        try {
            return policy.waiting(duration(step.getWait()), duration(step.getEvery()));
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.SprintGateExecution_NoWait(e.getMessage()));
        }
    }

    private static Duration duration(String text) {
        return text == null ? null : Durations.parse(text);
    }

    private void keepWaiting(GateWait before, GateWait after, GateLook look) throws IOException, InterruptedException {
        synchronized (this) {
            if (done) {
                return;
            }
            waiting = Json.mapper().writeValueAsString(after);
        }
        print(look.result(), after);
        // after a restart it looks at once anyway, so that the time of the next look alone is not worth the disk
        if (before == null
                || !Objects.equals(before.greenSince(), after.greenSince())
                || !before.held().equals(after.held())) {
            getContext().saveState();
        }
        WaitingGates.get().lookAt(this, after.nextLook());
    }

    /** A mistake that somebody makes in the settings meanwhile stops no gate that waits, unless its time is over. */
    private void lookAgainOrFail(AbortException problem) {
        GateWait state = state();
        if (state == null || !now().isBefore(state.deadline())) {
            fail(problem);
            return;
        }
        try {
            getContext().get(TaskListener.class).error(problem.getMessage());
            Duration every = step.getEvery() == null ? WaitRule.DEFAULT_EVERY : Durations.parse(step.getEvery());
            Instant next = now().plus(every);
            WaitingGates.get().lookAt(this, next.isBefore(state.deadline()) ? next : state.deadline());
        } catch (IOException | RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
    }

    private void end(GateKeeper keeper, GateLook look, GateResult result) throws IOException, InterruptedException {
        if (!isFirstToEnd()) {
            return;
        }
        Run<?, ?> build = run();
        try {
            GateEvaluation evaluation = keeper.decide(look, result);
            if (result.verdict() == Verdict.WARN) {
                markUnstable(build, Messages.SprintGateStep_Warned(result.policy()));
            } else if (result.verdict() != Verdict.PASS && step.isPropagate()) {
                getContext()
                        .onFailure(new AbortException(Messages.SprintGateStep_Stopped(
                                result.policy(), result.verdict(), GateKeeper.page(build))));
                return;
            }
            getContext().onSuccess(answer(build, evaluation));
        } catch (IOException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    private void fail(Exception problem) {
        if (isFirstToEnd()) {
            getContext().onFailure(problem);
        }
    }

    private boolean isFirstToEnd() {
        WaitingGates.get().forget(this);
        synchronized (this) {
            boolean first = !done;
            done = true;
            return first;
        }
    }

    private void print(GateResult result, GateWait state) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (ConditionResult condition : result.conditions()) {
            if (condition.verdict() != Verdict.PASS) {
                lines.add(Messages.GateConsole_Condition(
                        condition.verdict(), condition.type(), condition.expected(), condition.actual()));
            }
        }
        String open = String.join("\n", lines);
        if (open.equals(printed)) {
            return;
        }
        printed = open;
        PrintStream log = getContext().get(TaskListener.class).getLogger();
        log.println(Messages.SprintGateExecution_Waits(
                result.policy(),
                state.deadline().truncatedTo(ChronoUnit.SECONDS),
                rootUrl() + run().getUrl() + "gates/"));
        lines.forEach(log::println);
    }

    private void markUnstable(Run<?, ?> build, String reason) throws IOException, InterruptedException {
        FlowNode node = getContext().get(FlowNode.class);
        node.addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(reason));
        build.setResult(Result.UNSTABLE);
    }

    /** Maps and lists of text alone: a script may read them in the sandbox, and they survive a restart. */
    private static Map<String, Object> answer(Run<?, ?> build, GateEvaluation evaluation) {
        GateResult result = evaluation.result();
        ArrayList<Map<String, Object>> layers = new ArrayList<>();
        for (PolicyLayer layer : result.layers()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("origin", layer.origin());
            entry.put("effect", layer.effect().toString());
            entry.put("note", layer.note());
            layers.add(entry);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("verdict", result.verdict().name());
        answer.put("policy", result.policy());
        answer.put("origin", result.origin());
        answer.put("layers", layers);
        answer.put("overridden", result.override() != null);
        answer.put("conditions", answer(result.conditions()));
        answer.put("url", GateKeeper.page(build));
        return answer;
    }

    private static ArrayList<Map<String, Object>> answer(List<ConditionResult> conditions) {
        ArrayList<Map<String, Object>> answers = new ArrayList<>();
        for (ConditionResult condition : conditions) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("type", condition.type());
            entry.put("verdict", condition.verdict().name());
            entry.put("expected", condition.expected());
            entry.put("actual", condition.actual());
            entry.put("evidence", new ArrayList<>(condition.evidence()));
            entry.put("origin", condition.origin());
            entry.put("remedy", condition.remedy());
            entry.put("parts", answer(condition.parts()));
            answers.add(entry);
        }
        return answers;
    }

    private static String rootUrl() {
        return Util.fixNull(Jenkins.get().getRootUrl());
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }
}
