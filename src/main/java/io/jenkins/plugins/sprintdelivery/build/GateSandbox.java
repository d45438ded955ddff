package io.jenkins.plugins.sprintdelivery.build;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.gate.GateEvaluator;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation;
import io.jenkins.plugins.sprintdelivery.core.gate.GateFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/**
 * Shows what a policy would say of a past build, and why. Nothing is recorded and no build changes. It is for who may
 * build the job: they could ask the same with a step. A workspace is not looked at, so that what only it tells is
 * missing.
 */
public final class GateSandbox implements StaplerProxy {

    /** Longer than the slowest fact may take. */
    private static final long MOST_SECONDS = 90;

    private final Run<?, ?> run;

    GateSandbox(Run<?, ?> run) {
        this.run = run;
    }

    /** Refuses everybody else, whatever is asked of the page. */
    @Override
    public Object getTarget() {
        run.getParent().checkPermission(Item.BUILD);
        return this;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    /** The build's number as text. */
    public String getNumber() {
        return Integer.toString(run.getNumber());
    }

    public String getDisplayName() {
        return Messages.GateSandbox_DisplayName();
    }

    /** The names of the policies that are configured; empty where there are none or settings cannot be read. */
    public String getPolicies() {
        try {
            return String.join(
                    ", ",
                    EffectiveSettings.of(run.getParent(), repository(run))
                            .policies()
                            .policies()
                            .keySet());
        } catch (SettingsException e) {
            // the answer says what is wrong
            return "";
        }
    }

    /** Whether the build found a repository's settings. */
    public boolean isRepositoryKnown() {
        return repository(run) != null;
    }

    /**
     * Judges, and shows the page with the answer.
     *
     * @param build number of the build to judge; empty for the one whose page it is
     */
    @POST
    public void doJudge(
            StaplerRequest2 request,
            StaplerResponse2 response,
            @QueryParameter String build,
            @QueryParameter String policy,
            @QueryParameter String policyYaml,
            @QueryParameter String environment,
            @QueryParameter String version)
            throws IOException, ServletException, InterruptedException {
        run.getParent().checkPermission(Item.BUILD);
        GateRequest asked = new GateRequest(
                Util.fixEmptyAndTrim(policy),
                Util.fixEmptyAndTrim(environment),
                Util.fixEmptyAndTrim(version),
                Util.fixEmptyAndTrim(policyYaml) == null ? null : policyYaml);
        request.setAttribute("answer", judge(Util.fixEmptyAndTrim(build), asked));
        request.getView(this, "index").forward(request, response);
    }

    private SandboxAnswer judge(String number, GateRequest asked) throws InterruptedException {
        Run<?, ?> judged = find(number);
        if (judged == null) {
            return SandboxAnswer.problem(Messages.GateSandbox_NoBuild(number));
        }
        try {
            GateQuestion question = GateQuestion.of(judged, asked, repository(judged), null, TaskListener.NULL);
            Policy policy = question.policy();
            GateFacts facts = question.facts(Clock.systemUTC().instant())
                    .toCompletableFuture()
                    .get(MOST_SECONDS, TimeUnit.SECONDS);
            GateResult result = new GateEvaluator().evaluate(policy, facts);
            return SandboxAnswer.of(judged, result, GateExplanation.of(policy, result, facts));
        } catch (AbortException e) {
            return SandboxAnswer.problem(e.getMessage());
        } catch (TimeoutException e) {
            return SandboxAnswer.problem(Messages.GateSandbox_TooSlow(MOST_SECONDS));
        } catch (ExecutionException e) {
            throw new IllegalStateException("facts that cannot be read are missing, and do not fail", e);
        }
    }

    private Run<?, ?> find(String number) {
        if (number == null) {
            return run;
        }
        return number.matches("\\d{1,9}") ? run.getParent().getBuildByNumber(Integer.parseInt(number)) : null;
    }

    private static DeliverySettings repository(Run<?, ?> build) {
        return SprintTagAction.find(build)
                .map(SprintTagAction::repositorySettings)
                .orElse(null);
    }
}
