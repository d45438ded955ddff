package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Short spellings of facts for tests. Times are hours after {@link #START}. */
public final class Facts {

    public static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    public static final Environment PRODUCTION = Environment.named("production");

    private Facts() {}

    public static Instant hour(double hours) {
        return START.plus(Duration.ofSeconds(Math.round(hours * 3600)));
    }

    public static LedgerEvent sprint(String id, double from, double to) {
        return new LedgerEvent.SprintRecorded(
                new Sprint(id, "Sprint " + id, null, null, SprintState.ACTIVE, hour(from), hour(to), null, "calendar"));
    }

    public static LedgerEvent commit(String id, double authored, String... tickets) {
        return new LedgerEvent.CommitRecorded(new Commit(id, hour(authored), "subject of " + id, List.of(tickets)));
    }

    public static LedgerEvent build(String job, int number, double started, String... commits) {
        return new LedgerEvent.BuildRecorded(new Build(
                new BuildReference(job, number, null),
                null,
                BuildResult.SUCCESSFUL,
                hour(started),
                60_000,
                null,
                List.of(),
                null,
                null,
                List.of(commits)));
    }

    /** A deployment of the service {@code shop} to production that took half an hour. */
    public static Deployment deployment(String id, String version, double finished) {
        return new Deployment(
                id,
                "shop",
                PRODUCTION,
                version,
                null,
                null,
                null,
                DeploymentStatus.SUCCESSFUL,
                hour(finished - 0.5),
                hour(finished),
                null,
                null,
                List.of(),
                List.of());
    }

    public static Deployment by(Deployment deployment, String job, int number) {
        return with(deployment, deployment.kind(), deployment.status(), new BuildReference(job, number, null), null);
    }

    public static Deployment commits(Deployment deployment, String... commits) {
        return with(deployment, deployment.kind(), deployment.status(), deployment.build(), List.of(commits));
    }

    public static Deployment status(Deployment deployment, DeploymentStatus status) {
        return with(deployment, deployment.kind(), status, deployment.build(), null);
    }

    public static Deployment kind(Deployment deployment, DeploymentKind kind) {
        return with(deployment, kind, deployment.status(), deployment.build(), null);
    }

    private static Deployment with(
            Deployment old, DeploymentKind kind, DeploymentStatus status, BuildReference build, List<String> commits) {
        return new Deployment(
                old.id(),
                old.service(),
                old.environment(),
                old.version(),
                old.commit(),
                old.previousVersion(),
                kind,
                status,
                old.started(),
                old.finished(),
                build,
                old.sprintId(),
                old.tickets(),
                commits == null ? old.commits() : commits);
    }

    public static LedgerEvent event(Deployment deployment) {
        return new LedgerEvent.DeploymentRecorded(deployment);
    }

    public static LedgerEvent incident(String id, double opened, Double resolved, String causedBy) {
        return new LedgerEvent.IncidentRecorded(new Incident(
                id,
                "shop",
                PRODUCTION,
                null,
                "down",
                hour(opened),
                resolved == null ? null : hour(resolved),
                causedBy,
                null));
    }
}
