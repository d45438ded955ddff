package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.ServiceDependency;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Six sprints of two weeks, S1 to S6, with three services on their way through four tiers. In every sprint each service
 * is deployed four times; the second one to production of the shop fails, and the third one, a hotfix, restores it.
 */
final class SampleHistory {

    static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    static final Duration SPRINT = Duration.ofDays(14);
    static final int SPRINTS = 6;

    /** Day 9 of sprint S6: five days and a half are left. */
    static final Instant NOW = START.plus(SPRINT.multipliedBy(SPRINTS - 1)).plus(Duration.ofHours(8 * 24 + 12));

    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    static final String HOSTILE = "<script>alert('x')</script>";
    static final String RIGHT_TO_LEFT = "\u202Eevil \u05E9\u05DC\u05D5\u05DD";
    static final String LONG = "x".repeat(300);

    private static final List<String> SERVICES = List.of("shop", "mail", "search");
    private static final List<String> ENVIRONMENTS = List.of("development", "testing", "staging", "production");

    private final List<LedgerEvent> events = new ArrayList<>();

    private SampleHistory() {}

    /** Writes the history as a ledger. */
    static void write(Path directory) throws IOException, InterruptedException {
        SampleHistory history = new SampleHistory();
        for (int sprint = 1; sprint <= SPRINTS; sprint++) {
            history.sprint(sprint);
        }
        history.promise();
        write(directory, history.events);
    }

    /** Writes a ledger whose every name from outside tries to be markup, to turn the text around, or to be too long. */
    static void writeHostile(Path directory) throws IOException, InterruptedException {
        SampleHistory history = new SampleHistory();
        Instant start = NOW.minus(Duration.ofDays(3));
        history.events.add(new LedgerEvent.SprintRecorded(new Sprint(
                "h1", HOSTILE, RIGHT_TO_LEFT, LONG, SprintState.ACTIVE, start, start.plus(SPRINT), null, "calendar")));
        int number = 0;
        for (String name : List.of(HOSTILE, RIGHT_TO_LEFT, LONG)) {
            Instant at = start.plus(Duration.ofHours(++number));
            Environment environment = Environment.named(name + " production");
            history.events.add(new LedgerEvent.DeploymentRecorded(new Deployment(
                    name,
                    name,
                    environment,
                    name,
                    null,
                    null,
                    DeploymentKind.PLANNED,
                    DeploymentStatus.SUCCESSFUL,
                    at,
                    at.plusSeconds(60),
                    null,
                    "h1",
                    List.of(name),
                    List.of())));
            history.events.add(new LedgerEvent.GateRecorded(new GateEvaluation(
                    "gate " + number,
                    name,
                    environment,
                    name,
                    at,
                    null,
                    "h1",
                    new GateResult(
                            Verdict.FAIL,
                            name,
                            name,
                            List.of(new ConditionResult(name, Verdict.FAIL, name, name, List.of(name)))))));
            history.events.add(new LedgerEvent.IncidentRecorded(new Incident(
                    "incident " + number,
                    name,
                    environment,
                    Severity.HIGH,
                    name,
                    at.plusSeconds(600),
                    null,
                    null,
                    null)));
        }
        write(directory, history.events);
    }

    private static void write(Path directory, List<LedgerEvent> events) throws IOException, InterruptedException {
        try (Ledger ledger = Ledger.open(directory, CLOCK)) {
            ledger.append(events);
            ledger.catchUp(Duration.ofSeconds(60));
        }
    }

    private void sprint(int number) {
        Instant start = START.plus(SPRINT.multipliedBy(number - 1));
        events.add(new LedgerEvent.SprintRecorded(new Sprint(
                "S" + number,
                "Sprint " + number,
                "Web team",
                number == SPRINTS ? "Customers pay with one click" : null,
                number == SPRINTS ? SprintState.ACTIVE : SprintState.CLOSED,
                start,
                start.plus(SPRINT),
                null,
                "calendar")));
        for (int turn = 0; turn < 4; turn++) {
            for (int service = 0; service < SERVICES.size(); service++) {
                Instant at = start.plus(Duration.ofHours(20 + 72L * turn + 5L * service));
                if (at.isBefore(NOW)) {
                    release(number, turn, service, at);
                }
            }
        }
    }

    /**
     * What the last sprint promised: one ticket came, one left, two are carried over; two are done and not in production,
     * one is there and not done, one waits for another. WEB-616 and WEB-617 were delivered without a promise.
     */
    private void promise() {
        Instant start = START.plus(SPRINT.multipliedBy(SPRINTS - 1L));
        Instant later = start.plus(Duration.ofDays(1));
        String id = "S" + SPRINTS;
        List<String> promised =
                web(600, 603, 606, 610, 611, 613, 614, 620, 621, 622, 623, 624, 625, 626, 627, 628, 901, 902, 903);
        List<String> in = new ArrayList<>(promised);
        in.remove("WEB-903");
        in.add("WEB-904");
        events.add(new LedgerEvent.CommitmentRecorded(
                new Commitment(id, "shop", start, Commitment.Basis.HISTORY, promised)));
        events.add(new LedgerEvent.ContentsRecorded(new SprintContents(
                id,
                "shop",
                later,
                false,
                in,
                web(600, 603, 606, 610, 614, 901),
                List.of(
                        new SprintContents.Change(
                                "WEB-904", SprintContents.Change.Kind.ADDED, later.minusSeconds(3600), "Ada", later),
                        new SprintContents.Change("WEB-903", SprintContents.Change.Kind.REMOVED, null, null, later)),
                List.of(
                        new SprintContents.Carried("WEB-902", List.of("Sprint 5"), List.of()),
                        new SprintContents.Carried("WEB-606", List.of("Sprint 4", "Sprint 5"), List.of())),
                web(620),
                List.of(new SprintContents.Wait("WEB-620", "WEB-623")),
                "https://jira.acme.com/browse/",
                false)));
    }

    private static List<String> web(int... numbers) {
        return Arrays.stream(numbers).mapToObj(number -> "WEB-" + number).toList();
    }

    private void release(int sprint, int turn, int serviceIndex, Instant at) {
        String service = SERVICES.get(serviceIndex);
        String version = sprint + "." + turn + ".0";
        int build = (sprint - 1) * 4 + turn + 1;
        List<String> tickets = new ArrayList<>();
        List<String> commits = new ArrayList<>();
        for (int i = 0; i <= turn % 3; i++) {
            String ticket = "WEB-" + (sprint * 100 + turn * 10 + serviceIndex * 3 + i);
            String commit =
                    String.format("%08x", ticket.hashCode() * 0x9E3779B1).repeat(5);
            tickets.add(ticket);
            commits.add(commit);
            events.add(new LedgerEvent.CommitRecorded(new Commit(
                    commit,
                    at.minus(Duration.ofHours(4 + 9L * i + 60L / sprint)),
                    ticket + ": what users asked for",
                    List.of(ticket))));
        }
        BuildReference reference = new BuildReference(service + "/main", build, null);
        boolean broken = turn == 1 && serviceIndex == 0;
        events.add(new LedgerEvent.BuildRecorded(new Build(
                reference,
                service,
                broken ? BuildResult.UNSTABLE : BuildResult.SUCCESSFUL,
                at,
                Duration.ofMinutes(6 + turn).toMillis(),
                "S" + sprint,
                tickets,
                new TestCounts(420 + build, broken ? 3 : 0, 4, turn == 2 ? 1 : 0),
                version,
                commits)));
        int reached = sprint == SPRINTS && turn == 2 ? 1 + serviceIndex : ENVIRONMENTS.size();
        for (int tier = 0; tier < reached; tier++) {
            Instant begun = at.plus(Duration.ofMinutes(20 + 90L * tier));
            Environment environment = Environment.named(ENVIRONMENTS.get(tier));
            boolean production = tier == ENVIRONMENTS.size() - 1;
            if (production) {
                gate(service, environment, version, begun.minusSeconds(120), broken, reference, sprint);
            }
            events.add(new LedgerEvent.DeploymentRecorded(new Deployment(
                    service + "-" + version + "-" + environment.name(),
                    service,
                    environment,
                    version,
                    commits.get(0),
                    null,
                    production && turn == 2 && serviceIndex == 0 ? DeploymentKind.HOTFIX : null,
                    production && broken ? DeploymentStatus.FAILED : DeploymentStatus.SUCCESSFUL,
                    begun,
                    begun.plus(Duration.ofSeconds(95 + 40L * tier)),
                    reference,
                    "S" + sprint,
                    tickets,
                    commits)));
        }
        if (turn == 1 && serviceIndex == 1) {
            events.add(new LedgerEvent.IncidentRecorded(new Incident(
                    "incident-" + sprint,
                    service,
                    Environment.named("production"),
                    Severity.HIGH,
                    "Mails are delayed",
                    at.plus(Duration.ofHours(10)),
                    at.plus(Duration.ofHours(12)),
                    null,
                    null)));
        }
    }

    private void gate(
            String service,
            Environment environment,
            String version,
            Instant at,
            boolean broken,
            BuildReference build,
            int sprint) {
        List<ConditionResult> conditions = new ArrayList<>(List.of(
                new ConditionResult("tests.minimum", Verdict.PASS, "at least 1", "424", List.of()),
                new ConditionResult(
                        "tests.failed", broken ? Verdict.WARN : Verdict.PASS, "0", broken ? "3" : "0", List.of())));
        if (sprint == SPRINTS && service.equals("search")) {
            // of shop it saw a version that was not to stay
            conditions.add(dependency("shop", version, version));
            conditions.add(dependency("mail", "6.0.0", "6.0.0"));
        }
        events.add(new LedgerEvent.GateRecorded(new GateEvaluation(
                "gate-" + service + "-" + version,
                service,
                environment,
                version,
                at,
                build,
                "S" + sprint,
                new GateResult(broken ? Verdict.WARN : Verdict.PASS, "release", "repository", conditions))));
    }

    private static ConditionResult dependency(String service, String atLeast, String running) {
        return new ConditionResult(
                "deployment.dependency",
                Verdict.PASS,
                service + " " + atLeast + " or higher running",
                service + " " + running + " runs in production",
                List.of(),
                null,
                null,
                List.of(),
                new ServiceDependency(service, atLeast, "production", running));
    }
}
