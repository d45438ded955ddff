package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One attempt to bring a version of a service to an environment.
 *
 * @param id unique within its ledger; a second attempt has another id
 * @param service what is deployed
 * @param environment where to
 * @param version which version
 * @param commit the commit that version was built from, or null
 * @param previousVersion the version it replaces, or null where none was running or it is not known yet
 * @param kind why; null lets the ledger tell it from the versions
 * @param status where the attempt stands
 * @param started when it began
 * @param finished when it ended, or null while it is under way
 * @param build the build that made it, or null
 * @param sprintId the sprint it was made in, or null
 * @param tickets keys of the tickets it carries
 * @param commits ids of the commits new in that environment; empty lets the ledger find them from the builds since the
 *     last successful deployment
 */
public record Deployment(
        String id,
        String service,
        Environment environment,
        String version,
        String commit,
        String previousVersion,
        DeploymentKind kind,
        DeploymentStatus status,
        Instant started,
        Instant finished,
        BuildReference build,
        String sprintId,
        List<String> tickets,
        List<String> commits) {
    public Deployment {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(started, "started");
        if (status.isFinished() && finished == null) {
            throw new IllegalArgumentException("deployment '" + id + "' is " + status + " but has no finish time");
        }
        if (finished != null && finished.isBefore(started)) {
            throw new IllegalArgumentException(
                    "deployment '" + id + "' finished at " + finished + ", before it started at " + started);
        }
        tickets = tickets == null ? List.of() : List.copyOf(tickets);
        commits = commits == null ? List.of() : List.copyOf(commits);
    }

    /** The same attempt, ended. */
    public Deployment ended(DeploymentStatus outcome, Instant at) {
        Instant end = at.isBefore(started) ? started : at;
        return new Deployment(
                id,
                service,
                environment,
                version,
                commit,
                previousVersion,
                kind,
                outcome,
                started,
                end,
                build,
                sprintId,
                tickets,
                commits);
    }
}
