package io.jenkins.plugins.sprintdelivery.gates;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails.ChecksDetailsBuilder;
import io.jenkins.plugins.checks.api.ChecksOutput.ChecksOutputBuilder;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A status check of the commit for each policy and environment, where the Checks API and a plugin that publishes for
 * it, such as GitHub Checks, are installed.
 */
@Extension(optional = true)
public final class ChecksAnnouncer implements GateAnnouncer {

    @Override
    public void announce(Run<?, ?> run, GateEvaluation evaluation, String page, TaskListener listener) {
        GateResult result = evaluation.result();
        String place = evaluation.environment() == null
                ? ""
                : " / " + evaluation.environment().name();
        // without the listener: it would be told at each gate that nothing is installed which publishes
        ChecksPublisherFactory.fromRun(run, TaskListener.NULL)
                .publish(new ChecksDetailsBuilder()
                        .withName(Messages.ChecksAnnouncer_Name(result.policy()) + place)
                        .withStatus(ChecksStatus.COMPLETED)
                        .withConclusion(conclusion(result.verdict()))
                        .withDetailsURL(page)
                        .withOutput(new ChecksOutputBuilder()
                                .withTitle(Messages.GateKeeper_Says(result.policy(), result.verdict(), result.origin()))
                                .withSummary(summary(result))
                                .build())
                        .build());
    }

    /** INCONCLUSIVE is no pass and no failure of the commit: somebody has to see to it. */
    private static ChecksConclusion conclusion(Verdict verdict) {
        return switch (verdict) {
            case PASS -> ChecksConclusion.SUCCESS;
            case WARN -> ChecksConclusion.NEUTRAL;
            case FAIL -> ChecksConclusion.FAILURE;
            case INCONCLUSIVE -> ChecksConclusion.ACTION_REQUIRED;
        };
    }

    private static String summary(GateResult result) {
        return Stream.concat(
                        OverrideText.of(result).map(ChecksAnnouncer::plain).stream(),
                        result.conditions().stream().map(ChecksAnnouncer::line))
                .collect(Collectors.joining("\n"));
    }

    /** A line of Markdown in which nothing of the texts is Markdown. */
    private static String line(ConditionResult condition) {
        return plain(Messages.GateConsole_Condition(
                condition.verdict(), condition.type(), condition.expected(), condition.actual()));
    }

    private static String plain(String text) {
        return "- "
                + text.strip()
                        .replaceAll("([\\\\`*_{}\\[\\]<>#|!@~])", "\\\\$1")
                        .replaceAll("\\s+", " ");
    }
}
