package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Hands builds and deployments over to Jira in the cloud. It wants an access token of Jira's OAuth credentials for tools
 * on one's own servers, not the API token that reads. Thread-safe.
 */
public final class JiraWriter implements TrackerWriter {

    private final URI builds;
    private final URI deployments;
    private final SiteHttp http;

    private JiraWriter(URI builds, URI deployments, SiteHttp http) {
        this.builds = builds;
        this.deployments = deployments;
        this.http = Objects.requireNonNull(http, "http");
    }

    /**
     * Writes by way of Atlassian's API gateway.
     *
     * @param gateway {@code https://api.atlassian.com}
     * @param cloudId the site's id, as its {@code /_edge/tenant_info} says
     */
    public static JiraWriter byGateway(URI gateway, String cloudId, SiteHttp http) {
        return new JiraWriter(
                Url.below(gateway)
                        .literal("/jira/builds/0.1/cloud")
                        .path(cloudId, "bulk")
                        .uri(),
                Url.below(gateway)
                        .literal("/jira/deployments/0.1/cloud")
                        .path(cloudId, "bulk")
                        .uri(),
                http);
    }

    /**
     * Writes to the site itself, as an app that is installed there may.
     *
     * @param site such as {@code https://acme.atlassian.net}
     */
    public static JiraWriter bySite(URI site, SiteHttp http) {
        return new JiraWriter(
                Url.below(site).literal("/rest/builds/0.1/bulk").uri(),
                Url.below(site).literal("/rest/deployments/0.1/bulk").uri(),
                http);
    }

    @Override
    public Receipt deliver(OutboxEntry entry) {
        if (entry.page() == null) {
            return new Receipt(
                    "Jira wants a page to link to, and none was recorded; give the build's reference a url.",
                    List.of());
        }
        URI page = URI.create(entry.page());
        Instant asOf = Instant.ofEpochMilli(entry.sequence());
        JiraSubmission submission =
                entry.build() == null ? submit(entry.deployment(), page, asOf) : submit(entry.build(), page, asOf);
        if (!submission.isTaken()) {
            return new Receipt(
                    submission.rejected().values().stream()
                            .flatMap(List::stream)
                            .distinct()
                            .collect(Collectors.joining("; ", "Jira rejected it: ", ".")),
                    submission.unknownKeys());
        }
        return new Receipt(null, submission.unknownKeys());
    }

    /**
     * Hands a build over; see {@link JiraPayload#build}. Handing the same over twice does no harm.
     *
     * @throws TrackerException if Jira did not say what it made of it
     */
    public JiraSubmission submit(Build build, URI page, Instant asOf) {
        return JiraSubmission.of(
                http.send(builds, JiraPayload.build(build, page, asOf)).object(""), "Builds");
    }

    /**
     * Hands a deployment over; see {@link JiraPayload#deployment}. Handing the same over twice does no harm.
     *
     * @throws TrackerException if Jira did not say what it made of it
     */
    public JiraSubmission submit(Deployment deployment, URI page, Instant asOf) {
        return JiraSubmission.of(
                http.send(deployments, JiraPayload.deployment(deployment, page, asOf))
                        .object(""),
                "Deployments");
    }
}
