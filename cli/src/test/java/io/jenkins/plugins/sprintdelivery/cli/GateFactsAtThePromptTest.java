package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.sprintdelivery.cli.git.GitFixture;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The conditions that need no server, on a real repository, a real ledger and a real address. */
class GateFactsAtThePromptTest {

    private static final String GREEN = "<testsuite name='smoke'><testcase name='a' time='1.5'/></testsuite>";

    @TempDir
    private Path temporary;

    private Path repo;
    private GitFixture git;
    private String released;

    @BeforeEach
    void createRepository() throws Exception {
        repo = temporary.resolve("shop");
        git = GitFixture.in(repo);
        git.write("a.txt", "one\ntwo\n");
        released = git.add().at("2026-03-02T09:00:00Z").commit("SHOP-11: released");
        git.write("a.txt", "one\nthree\n");
        git.write("b.txt", "four\n");
        git.add().commit("SHOP-12: carts");
        git.commit("SHOP-13: nothing else");
    }

    @AfterEach
    void closeRepository() {
        git.close();
    }

    @Test
    void theSizeOfTheChangeAndItsTicketsAreThoseSinceARevision() throws Exception {
        policy("{type: change.size, commits: 2, files: 2, lines: 2}");

        CommandRun run = gate("--since", released, "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertThat(actual(run)).isEqualTo("2 commits, 2 files, 3 lines since " + released);
        assertThat(run.json()
                        .get("tickets")
                        .valueStream()
                        .map(ticket -> ticket.get("key").asString()))
                .containsExactlyInAnyOrder("SHOP-12", "SHOP-13");
    }

    @Test
    void withoutARevisionNobodyKnowsWhatChanged() throws Exception {
        policy("{type: change.size, commits: 2}");

        CommandRun run = gate();

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out())
                .contains(
                        "INCONCLUSIVE  change.size  expected at most 2 commits: the changes of the release are not known");
    }

    @Test
    void theLedgerKnowsWhatRunsAndForHowLong() throws Exception {
        Path ledger = ledger(
                deployment("d1", "shop", "2.4.0", "staging", "2026-03-01T12:00:00Z", DeploymentStatus.SUCCESSFUL, null),
                deployment(
                        "d2",
                        "shop",
                        "2.3.0",
                        "production",
                        "2026-02-01T12:00:00Z",
                        DeploymentStatus.SUCCESSFUL,
                        released),
                deployment(
                        "d3",
                        "payment",
                        "1.9",
                        "production",
                        "2026-02-01T12:00:00Z",
                        DeploymentStatus.SUCCESSFUL,
                        null));
        policy(
                "{type: deployment.promoted, from: staging, for: 24h}",
                "{type: deployment.dependency, service: payment, atLeast: '1.10'}",
                "{type: change.size, commits: 5}");

        CommandRun run = gate(
                "--ledger",
                ledger,
                "--environment",
                "production",
                "--release",
                "2.4.0",
                "--at",
                "2026-03-02T13:00:00Z",
                "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.json()
                        .get("conditions")
                        .valueStream()
                        .map(condition -> condition.get("verdict").asString() + " "
                                + condition.get("actual").asString()))
                .containsExactly(
                        "PASS in staging for 1 d 1 h",
                        "FAIL payment 1.9 runs in production",
                        "PASS 2 commits, 2 files, 3 lines since " + released);
    }

    @Test
    void aVersionThatWasReplacedOrRolledBackSaysSo() throws Exception {
        Path ledger = ledger(
                deployment("d1", "shop", "2.4.0", "staging", "2026-02-01T12:00:00Z", DeploymentStatus.SUCCESSFUL, null),
                deployment("d2", "shop", "2.5.0", "staging", "2026-02-01T18:00:00Z", DeploymentStatus.SUCCESSFUL, null),
                deployment("d3", "shop", "2.6.0", "staging", "2026-02-02T12:00:00Z", DeploymentStatus.FAILED, null),
                deployment(
                        "d4", "shop", "2.4.9", "staging", "2026-02-03T12:00:00Z", DeploymentStatus.SUCCESSFUL, null));
        policy("{type: deployment.promoted, from: staging, for: 24h}");

        assertThat(actual(gate("--ledger", ledger, "--release", "2.4.0", "--json")))
                .isEqualTo("in staging for 6 h, then replaced");
        assertThat(actual(gate("--ledger", ledger, "--release", "2.5.0", "--json")))
                .isEqualTo("it was rolled back in staging at 2026-02-03 12:00 UTC");
        assertThat(actual(gate("--ledger", ledger, "--release", "2.6.0", "--json")))
                .isEqualTo("it was not deployed to staging");
    }

    @Test
    void whatPeopleDecidedIsOnRecord() throws Exception {
        GateTarget target = new GateTarget("p", "shop", null, "2.4.0", null);
        Instant at = Instant.parse("2026-03-02T12:00:00Z");
        Person anna = new Person("anna", "Anna");
        Path ledger = record(
                new LedgerEvent.ApprovalRecorded(
                        new GateApproval("a1", target, anna, List.of("qa"), at, "tested\u001b[2J", null)),
                new LedgerEvent.OverrideRecorded(new GateOverride(
                        "o1",
                        target,
                        new Person("ben", null),
                        at,
                        "worse without",
                        at.plusSeconds(3_600),
                        null,
                        null)));
        String[] moment = {"--release", "2.4.0", "--at", "2026-03-02T12:30:00Z"};

        policy("{type: approval, of: ['group:qa']}");
        assertThat(gate(with(moment, "--ledger", ledger)).status()).isZero();
        policy("{type: approval, of: ['group:release-managers']}");
        CommandRun overridden = gate(with(moment, "--ledger", ledger));
        CommandRun later = gate("--ledger", ledger, "--release", "2.4.0", "--at", "2026-03-02T13:00:00Z");
        CommandRun history = CommandRun.of("approvals", "--ledger", ledger, "--since", "2026-03-01");
        CommandRun json = CommandRun.of("approvals", "--ledger", ledger, "--since", "2026-03-01", "--json");

        assertThat(overridden.status()).isZero();
        assertThat(overridden.out()).startsWith("Gate: PASS (FAIL, overridden by ben: worse without) by policy 'p'");
        assertThat(later.status()).isEqualTo(1);
        assertThat(history.out().lines())
                .containsExactly(
                        "2026-03-02T12:00:00Z  approved by Anna (anna)  p: shop 2.4.0: tested [2J",
                        "2026-03-02T12:00:00Z  overridden by ben  p: shop 2.4.0: worse without");
        assertThat(json.json().get("overrides").get(0).get("reason").asString()).isEqualTo("worse without");
    }

    @Test
    void freezesComeFromSettingsAndCalendarsNearAndFar() throws Exception {
        git.write("company.yml", "gates: {freezes: [{name: Quarter, from: 2026-03-31, to: 2026-04-02}]}");
        git.write("holidays.ics", """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261224
                DTEND;VALUE=DATE:20261227
                SUMMARY:Christmas
                END:VEVENT
                END:VCALENDAR
                """);
        policy("{type: freeze.none}");
        Object[] both = {"--defaults", repo.resolve("company.yml"), "--freezes", repo.resolve("holidays.ics"), "--json"
        };

        assertThat(actual(gate(with(both, "--at", "2026-04-01T12:00:00Z"))))
                .isEqualTo("frozen until 2026-04-03 00:00 UTC: Quarter");
        assertThat(actual(gate(with(both, "--at", "2026-12-24T12:00:00Z"))))
                .isEqualTo("frozen until 2026-12-27 00:00 UTC: Christmas");
        assertThat(gate(with(both, "--at", "2026-04-03T12:00:00Z")).status()).isZero();
        JsonNode ahead = gate(with(both, "--at", "2026-12-20T12:00:00Z", "--explain"))
                .json()
                .get("freezesAhead");
        assertThat(ahead.get(0).get("name").asString()).isEqualTo("Christmas");
        assertThat(ahead.get(0).get("from").asString()).isEqualTo("2026-12-24T00:00:00Z");
    }

    @Test
    void aFinalPolicyFromFartherAwayHolds() throws Exception {
        git.write("company.yml", "gates: {policies: {p: {final: true, conditions: [{type: tests.failed}]}}}");
        git.write("red.xml", "<testsuite name='s'><testcase name='a'><failure/></testcase></testsuite>");
        policy("{type: tests.run, minimum: 0}");

        CommandRun alone = gate("--tests", "red.xml");
        CommandRun under = gate("--tests", "red.xml", "--defaults", repo.resolve("company.yml"), "--explain");

        assertThat(alone.status()).isZero();
        assertThat(under.status()).isEqualTo(1);
        assertThat(under.out())
                .contains("added: .sprint-delivery.yml (only adds conditions, since the policy of "
                        + repo.resolve("company.yml") + " is final)");
    }

    @Test
    void anAddressIsAsked() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        answer(server, "/up", 200, "{\"status\":\"UP\"}");
        answer(server, "/moved", 302, "{\"status\":\"UP\"}");
        answer(server, "/large", 200, "[" + "1,".repeat(600_000) + "1]");
        server.start();
        try {
            assertThat(asked(address + "/up").status()).isZero();
            assertThat(actual(asked(address + "/moved"))).isEqualTo(address + "/moved answered with status 302");
            assertThat(actual(asked(address + "/large")))
                    .isEqualTo("the answers of " + address
                            + "/large could not be read: the answer is larger than 1024 kB");
        } finally {
            server.stop(0);
        }
        assertThat(asked(address + "/up").status()).isEqualTo(3);
    }

    @Test
    void explainsWhatItSaysForAPerson() throws Exception {
        git.write("r.xml", GREEN);
        policy(
                "{any: [{type: tests.suites, suites: [smoke]}, {type: approval}]}",
                "{type: coverage.lines, minimum: 80, severity: warn}");

        CommandRun run = gate("--tests", "r.xml", "--explain");

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualToNormalizingNewlines("""
                Gate: WARN by policy 'p' (.sprint-delivery.yml)
                Tickets: SHOP-13
                  PASS          any             expected at least one of: run: smoke; 1 approval: 1 of 2 holds
                      > asked for by .sprint-delivery.yml, severity fail, counts as PASS
                    PASS          tests.suites  expected run: smoke: all of them ran
                        > asked for by .sprint-delivery.yml, severity fail, counts as PASS
                        > rests on the test results
                    INCONCLUSIVE  approval      expected 1 approval: neither version nor build of the release is known, so nobody can have approved it
                        > asked for by .sprint-delivery.yml, severity fail, counts as INCONCLUSIVE
                        > rests on the approvals
                        > to pass: name the version
                  INCONCLUSIVE  coverage.lines  expected at least 80 % of lines covered: the coverage figures are not known
                      > asked for by .sprint-delivery.yml, severity warn, counts as WARN
                      > rests on the coverage figures
                      > to pass: publish the coverage before the gate
                Policy 'p':
                  in-force: .sprint-delivery.yml
                  what cannot be decided: pass-through
                Facts:
                  the test results: 1 passed, 0 failed, 0 skipped, 0 flaky, in 1.5 s
                  the approvals: the approvals are not known; name a ledger with --ledger
                  the coverage figures: the coverage figures are not known; publish the coverage before the gate
                """);
    }

    @Test
    void explainsTheSameAsJson() throws Exception {
        git.write("r.xml", GREEN);
        policy("{type: tests.failed}");

        JsonNode explanation =
                gate("--tests", "r.xml", "--explain", "--json").json().get("explanation");

        assertThat(explanation.propertyNames())
                .containsExactly(
                        "verdict", "policy", "origin", "isFinal", "inconclusive", "layers", "conditions", "facts");
        assertThat(explanation.get("conditions").get(0).propertyNames())
                .containsExactly(
                        "type", "severity", "verdict", "counts", "expected", "actual", "origin", "facts", "parts");
    }

    @Test
    void whatCannotBeReadIsOneLine() throws Exception {
        git.write("bad.ics", "hello");
        policy("{type: freeze.none}");

        CommandRun calendar = gate("--freezes", repo.resolve("bad.ics"));
        CommandRun ledger = gate("--ledger", temporary.resolve("nothing"));
        CommandRun revision = gate("--since", "v9");
        CommandRun time = gate("--at", "tomorrow");

        assertThat(calendar.err())
                .isEqualToNormalizingNewlines("sprint-delivery: " + repo.resolve("bad.ics")
                        + ":1: this is no iCalendar: a line is NAME:value\n");
        assertThat(ledger.err()).startsWith("sprint-delivery: no ledger can be read in");
        assertThat(revision.err()).startsWith("sprint-delivery: there is no revision 'v9' in");
        assertThat(time.err()).contains("--at").contains("tomorrow");
        assertThat(List.of(calendar.status(), ledger.status(), revision.status(), time.status()))
                .containsOnly(2);
    }

    private CommandRun asked(String address) throws Exception {
        policy("{type: endpoint.json, url: '" + address + "', pointer: /status, equals: UP}");
        return gate("--json");
    }

    private static void answer(HttpServer server, String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/up");
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private void policy(String... conditions) throws Exception {
        git.write(
                ".sprint-delivery.yml",
                "service: shop\ngates: {policies: {p: {conditions: [" + String.join(", ", conditions) + "]}}}\n");
    }

    private CommandRun gate(Object... more) {
        return CommandRun.of(with(new Object[] {"gate", "--repo", repo, "--policy", "p"}, more));
    }

    private static Object[] with(Object[] some, Object... more) {
        List<Object> all = new ArrayList<>(Arrays.asList(some));
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }

    private static String actual(CommandRun run) {
        assertThat(run.err()).isEmpty();
        return run.json().get("conditions").get(0).get("actual").asString();
    }

    private static Deployment deployment(
            String id,
            String service,
            String version,
            String environment,
            String at,
            DeploymentStatus status,
            String commit) {
        Instant finished = Instant.parse(at);
        return new Deployment(
                id,
                service,
                Environment.named(environment),
                version,
                commit,
                null,
                null,
                status,
                finished.minusSeconds(60),
                finished,
                null,
                null,
                List.of(),
                List.of());
    }

    private Path ledger(Deployment... deployments) throws Exception {
        return record(Arrays.stream(deployments)
                .map(LedgerEvent.DeploymentRecorded::new)
                .toArray(LedgerEvent[]::new));
    }

    private Path record(LedgerEvent... events) throws Exception {
        Path directory = temporary.resolve("ledger");
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            ledger.append(events);
            ledger.catchUp(Duration.ofSeconds(60));
        }
        return directory;
    }
}
