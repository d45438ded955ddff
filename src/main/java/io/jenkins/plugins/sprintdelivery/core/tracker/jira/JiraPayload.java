package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Builds and deployments in the shape that Jira's builds API and deployments API (version 0.1) take. Both take an update
 * only if its {@code updateSequenceNumber} is higher than the last one, and put deployments in the order of their
 * {@code deploymentSequenceNumber}: the first is the moment of what is told, the second the moment it began.
 */
public final class JiraPayload {

    /** More tickets than this are refused for one build or deployment. */
    static final int MAX_KEYS = 500;

    private static final int MAX_NAME = 255;
    private static final String SCHEMA = "1.0";
    private static final String PRODUCT = "sprint-delivery";

    private JiraPayload() {}

    /**
     * A build.
     *
     * @param page the build's page
     * @param asOf the moment this was so; later tellings of the same build need later ones
     */
    public static Map<String, Object> build(Build build, URI page, Instant asOf) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("schemaVersion", SCHEMA);
        told.put("pipelineId", bounded(build.reference().job()));
        told.put("buildNumber", build.reference().number());
        told.put("updateSequenceNumber", asOf.toEpochMilli());
        told.put(
                "displayName",
                bounded(build.service() + " #" + build.reference().number()));
        told.put("url", page.toString());
        told.put("state", state(build.result()));
        told.put("lastUpdated", asOf.toString());
        told.put("associations", associations(build.tickets()));
        if (build.tests() != null) {
            told.put("testInfo", tests(build.tests()));
        }
        return envelope("builds", told);
    }

    private static String state(BuildResult result) {
        return switch (result) {
            case IN_PROGRESS -> "in_progress";
            case SUCCESSFUL -> "successful";
            // Jira knows no build that is neither good nor bad; its tests failed
            case UNSTABLE, FAILED -> "failed";
            case CANCELLED -> "cancelled";
            case NOT_BUILT -> "unknown";
        };
    }

    private static Map<String, Object> tests(TestCounts tests) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("totalNumber", tests.total());
        counts.put("numberPassed", tests.passed());
        counts.put("numberFailed", tests.failed());
        counts.put("numberSkipped", tests.skipped());
        return counts;
    }

    /**
     * A deployment.
     *
     * @param page the deployment's page
     * @param asOf the moment this was so; that it was rolled back is told with the moment of the rollback
     */
    public static Map<String, Object> deployment(Deployment deployment, URI page, Instant asOf) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("schemaVersion", SCHEMA);
        told.put("deploymentSequenceNumber", deployment.started().toEpochMilli());
        told.put("updateSequenceNumber", asOf.toEpochMilli());
        told.put("associations", associations(deployment.tickets()));
        told.put("displayName", bounded(deployment.service() + " " + deployment.version()));
        told.put("url", page.toString());
        told.put(
                "description",
                bounded(deployment.service() + " " + deployment.version() + " to "
                        + deployment.environment().name()));
        told.put("lastUpdated", asOf.toString());
        told.put("state", state(deployment.status()));
        told.put(
                "pipeline",
                Map.of(
                        "id", bounded(deployment.service()),
                        "displayName", bounded(deployment.service()),
                        "url", page.toString()));
        told.put(
                "environment",
                Map.of(
                        "id", bounded(deployment.environment().name()),
                        "displayName", bounded(deployment.environment().name()),
                        "type", deployment.environment().tier().name().toLowerCase(Locale.ROOT)));
        return envelope("deployments", told);
    }

    private static String state(DeploymentStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static List<Map<String, Object>> associations(List<String> keys) {
        return List.of(Map.of(
                "associationType",
                "issueKeys",
                "values",
                keys.stream().distinct().limit(MAX_KEYS).toList()));
    }

    private static Map<String, Object> envelope(String name, Map<String, Object> one) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put(name, List.of(one));
        envelope.put("providerMetadata", Map.of("product", PRODUCT));
        return envelope;
    }

    private static String bounded(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
    }
}
