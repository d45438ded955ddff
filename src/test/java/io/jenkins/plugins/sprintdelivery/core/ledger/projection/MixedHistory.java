package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random histories of three services in four environments, in sprints that are over, run, overlap, or are to come. */
final class MixedHistory {

    static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    static final List<String> SERVICES = List.of("shop", "mail", "search");
    private static final List<String> ENVIRONMENTS = List.of("testing", "staging", "production", "production-eu");

    private MixedHistory() {}

    static Instant ago(double hours) {
        return NOW.minus(Duration.ofSeconds(Math.round(hours * 3_600)));
    }

    private static Sprint sprint(String id, double from, double to, String source) {
        return new Sprint(id, "Sprint " + id, "Team", null, SprintState.CLOSED, ago(from), ago(to), null, source);
    }

    /** A history of a thousand hours that leaves out nothing that a number depends on. */
    static List<LedgerEvent> history(Random random) {
        List<LedgerEvent> events = new ArrayList<>();
        events.add(new LedgerEvent.SprintRecorded(sprint("s1", 1_000, 700, "jira")));
        events.add(new LedgerEvent.SprintRecorded(sprint("s2", 700, 400, "jira")));
        events.add(new LedgerEvent.SprintRecorded(sprint("other-team", 600, 300, "calendar")));
        events.add(new LedgerEvent.SprintRecorded(sprint("running", 100, -100, "calendar")));
        events.add(new LedgerEvent.SprintRecorded(sprint("future", -100, -200, "calendar")));
        for (int n = 0; n < 60; n++) {
            events.add(Facts.commit(
                    "c" + n, Duration.between(Facts.START, ago(990 - 15 * n)).toMinutes() / 60.0, key(n)));
        }
        for (int n = 1; n <= 80; n++) {
            double at = 985 - 12 * n - random.nextDouble();
            events.add(new LedgerEvent.BuildRecorded(new Build(
                    new BuildReference("team/" + pick(random, SERVICES), n, null),
                    pick(random, SERVICES),
                    pick(random, List.of(BuildResult.values())),
                    ago(at),
                    random.nextInt(3) == 0 ? 0 : random.nextInt(900_000),
                    null,
                    List.of(key(random.nextInt(100))),
                    random.nextBoolean() ? null : new TestCounts(10 + random.nextInt(90), random.nextInt(3), 1, 2),
                    null,
                    List.of("c" + random.nextInt(60)))));
            Deployment deployment = deployment(random, "d" + n, at);
            events.add(new LedgerEvent.DeploymentRecorded(deployment));
            if (random.nextInt(6) == 0) {
                events.add(new LedgerEvent.IncidentRecorded(new Incident(
                        "i" + n,
                        deployment.service(),
                        deployment.environment(),
                        null,
                        "down",
                        ago(at - 1),
                        random.nextInt(3) == 0 ? null : ago(at - 2 - 20 * random.nextDouble()),
                        random.nextBoolean() ? null : deployment.id(),
                        null)));
            }
            events.add(new LedgerEvent.GateRecorded(new GateEvaluation(
                    "g" + n,
                    deployment.service(),
                    random.nextInt(4) == 0 ? null : deployment.environment(),
                    deployment.version(),
                    ago(at + 0.2),
                    null,
                    null,
                    new GateResult(pick(random, List.of(Verdict.values())), "release", null, List.of()))));
        }
        for (String id : List.of("s1", "s2")) {
            events.addAll(promise(random, id));
        }
        return events;
    }

    private static Deployment deployment(Random random, String id, double at) {
        DeploymentStatus status = pick(random, List.of(DeploymentStatus.values()));
        return new Deployment(
                id,
                pick(random, SERVICES),
                Environment.named(pick(random, ENVIRONMENTS)),
                "1." + random.nextInt(5),
                null,
                null,
                random.nextInt(5) == 0 ? DeploymentKind.HOTFIX : null,
                status,
                ago(at + 0.1),
                status.isFinished() || status == DeploymentStatus.CANCELLED ? ago(at) : null,
                null,
                null,
                List.of(key(random.nextInt(100))),
                List.of("c" + random.nextInt(60), "c" + random.nextInt(60)));
    }

    private static String key(int n) {
        return (n % 7 == 0 ? "OPS-" : "SHOP-") + n % 23;
    }

    private static List<LedgerEvent> promise(Random random, String sprint) {
        List<String> tickets = new ArrayList<>();
        List<String> done = new ArrayList<>();
        List<String> promised = new ArrayList<>();
        for (int n = 1; n < 23; n++) {
            if (random.nextBoolean()) {
                tickets.add("SHOP-" + n);
                if (random.nextBoolean()) {
                    done.add("SHOP-" + n);
                }
            }
            if (random.nextBoolean()) {
                promised.add("SHOP-" + n);
            }
        }
        List<LedgerEvent> events = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            events.add(new LedgerEvent.CommitmentRecorded(
                    new Commitment(sprint, "jira", NOW, Commitment.Basis.SNAPSHOT, promised)));
        }
        events.add(new LedgerEvent.ContentsRecorded(new SprintContents(
                sprint,
                "jira",
                NOW,
                true,
                tickets,
                done,
                List.of(new SprintContents.Change("SHOP-99", SprintContents.Change.Kind.ADDED, null, null, NOW)),
                List.of(
                        new SprintContents.Carried("SHOP-1", List.of("Sprint 0"), List.of()),
                        new SprintContents.Carried("SHOP-2", List.of(), List.of("Sprint 9"))),
                null,
                false)));
        return events;
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
