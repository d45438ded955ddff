package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.cli.git.GitFixture;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class ImportCommandTest {

    private static final Scope MONTH =
            Scope.production(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"));

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command =
                SprintDeliveryCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(Stream.concat(
                        Stream.of(
                                "import",
                                "--ledger",
                                directory.resolve("ledger").toString()),
                        Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private JsonNode summary() {
        return Json.mapper().readTree(out.toString());
    }

    private interface Questions {
        void ask(LedgerQueries queries) throws Exception;
    }

    private void ask(Questions questions) throws Exception {
        try (Ledger ledger = Ledger.openReadOnly(directory.resolve("ledger"), Clock.systemUTC())) {
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.problems()).isEmpty();
            questions.ask(ledger.queries());
        }
    }

    private long journalLines() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("ledger/journal"))) {
            long lines = 0;
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
                lines += Files.readAllLines(file).size();
            }
            return lines;
        }
    }

    private Path events(String... lines) throws Exception {
        return Files.write(directory.resolve("events.jsonl"), List.of(lines));
    }

    /** A tag without a time of its own, so that its commit's counts. */
    private static void lightTag(GitFixture git, String name) throws Exception {
        git.git().tag().setName(name).setAnnotated(false).call();
    }

    @Test
    void tagsBecomeDeploymentsOfWhatNoEarlierTagHad() throws Exception {
        Path repository = Files.createDirectory(directory.resolve("shop"));
        try (GitFixture git = GitFixture.in(repository)) {
            String first = git.commit("ABC-1 begin");
            lightTag(git, "v1.0");
            String side = git.branch("fix").commit("ABC-2 repair");
            git.checkout("main");
            String second = git.commit("go on\n\nTicket: ABC-3");
            lightTag(git, "v1.1");
            lightTag(git.checkout("fix"), "v1.0.1");
            git.checkout("main");
            String open = git.commit("ABC-4 not released");

            assertThat(run("--repo", repository.toString(), "--json")).isZero();
            assertThat(summary().at("/read/commits").intValue()).isEqualTo(4);
            assertThat(summary().at("/read/deployments").intValue()).isEqualTo(3);
            ask(queries -> {
                assertThat(queries.deployment("shop/production/v1.0")
                                .orElseThrow()
                                .commits())
                        .containsExactly(first);
                Deployment v11 = queries.deployment("shop/production/v1.1").orElseThrow();
                assertThat(v11.commits()).containsExactly(second);
                assertThat(v11.tickets()).containsExactly("ABC-3");
                assertThat(v11.previousVersion()).isEqualTo("v1.0.1");
                Deployment patch = queries.deployment("shop/production/v1.0.1").orElseThrow();
                assertThat(patch.commits()).containsExactly(side);
                assertThat(patch.kind()).isEqualTo(DeploymentKind.PLANNED);
                assertThat(queries.facts(
                                        Scope.production(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")),
                                        Instant.now())
                                .shipped())
                        .extracting(DeliveryFacts.ShippedCommit::commitId)
                        .containsExactlyInAnyOrder(first, second, side)
                        .doesNotContain(open);
            });
        }
    }

    @Test
    void importingTwiceWritesNothingAndLaterOnlyWhatIsNew() throws Exception {
        Path repository = Files.createDirectory(directory.resolve("shop"));
        try (GitFixture git = GitFixture.in(repository)) {
            git.commit("ABC-1 begin");
            git.tag("v1");
            run("--repo", repository.toString());
            long lines = journalLines();

            assertThat(run("--repo", repository.toString(), "--json")).isZero();
            assertThat(summary().get("recorded").intValue()).isZero();
            assertThat(summary().get("unchanged").intValue()).isEqualTo((int) lines);
            assertThat(journalLines()).isEqualTo(lines);

            git.commit("ABC-2 go on");
            git.tag("v2");
            run("--repo", repository.toString(), "--json");
            assertThat(summary().get("recorded").intValue()).isEqualTo(3);
        }
    }

    @Test
    void onlyTagsThatFitThePatternAreDeployments() throws Exception {
        Path repository = Files.createDirectory(directory.resolve("shop"));
        try (GitFixture git = GitFixture.in(repository)) {
            git.commit("one");
            git.tag("beta-1");
            git.commit("two");
            git.tag("v1");

            run(
                    "--repo",
                    repository.toString(),
                    "--deployments",
                    "v*",
                    "--service",
                    "store",
                    "--environment",
                    "live-eu");

            ask(queries -> {
                assertThat(queries.services()).containsExactly("store");
                assertThat(queries.running()).singleElement().satisfies(running -> {
                    assertThat(running.version()).isEqualTo("v1");
                    assertThat(running.environment().name()).isEqualTo("live-eu");
                });
                assertThat(queries.commitsOf("store/live-eu/v1")).hasSize(2);
            });
        }
    }

    @Test
    void theRepositorysSettingsGiveSprintsTicketsAndTheService() throws Exception {
        Path repository = Files.createDirectory(directory.resolve("shop"));
        try (GitFixture git = GitFixture.in(repository).at("2026-01-06T09:00:00Z")) {
            git.write(".sprint-delivery.yml", """
                    service: store
                    tickets:
                      projects: [ABC]
                    sprints:
                      cadence:
                        start: 2026-01-05
                        length: 2w
                    """);
            git.commit("ABC-1 and XYZ-2");
            lightTag(git, "v1");

            assertThat(run("--repo", repository.toString())).as(err.toString()).isZero();

            ask(queries -> {
                Deployment deployment =
                        queries.deployment("store/production/v1").orElseThrow();
                assertThat(deployment.tickets()).containsExactly("ABC-1");
                assertThat(deployment.sprintId())
                        .isEqualTo(queries.sprintAt(Instant.parse("2026-01-06T09:00:00Z"))
                                .orElseThrow()
                                .id());
            });
        }
    }

    @Test
    void goodLinesAreImportedAndEachBadOneIsNamed() throws Exception {
        Path file = events(
                "{\"type\":\"commit\",\"id\":\"c1\",\"authored\":\"2026-01-05T10:00:00Z\",\"tickets\":[\"ABC-1\"]}",
                "{\"type\":\"commit\",\"id\":\"c2\",\"authored\":\"yesterday\"}",
                "{\"type\":\"release\",\"id\":\"x\"}",
                "{\"id\":\"x\"}",
                "not json",
                "",
                "{\"type\":\"deployment\",\"id\":\"d1\",\"service\":\"shop\",\"environment\":{\"name\":\"production\","
                        + "\"tier\":\"production\"},\"version\":\"1\",\"status\":\"done\","
                        + "\"started\":\"2026-01-05T10:00:00Z\"}",
                "{\"type\":\"deployment\",\"id\":\"d1\",\"service\":\"shop\",\"environment\":{\"name\":\"production\","
                        + "\"tier\":\"production\"},\"version\":\"1\",\"status\":\"successful\","
                        + "\"started\":\"2026-01-05T10:00:00Z\"}",
                "{\"type\":\"deployment\",\"id\":\"d1\",\"service\":\"shop\",\"environment\":{\"name\":\"production\","
                        + "\"tier\":\"production\"},\"status\":\"pending\",\"started\":\"2026-01-05T10:00:00Z\"}",
                "{\"type\":\"deployment\",\"id\":\"d2\",\"service\":\"shop\",\"environment\":{\"name\":\"production\","
                        + "\"tier\":\"production\"},\"version\":\"1\",\"status\":\"successful\","
                        + "\"started\":\"2026-01-05T11:00:00Z\",\"finished\":\"2026-01-05T12:00:00Z\","
                        + "\"commits\":[\"c1\"]}");

        assertThat(run("--events", file.toString(), "--json")).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        file + ":2: field 'authored': 'yesterday' is no time; write ISO-8601 with a zone, such as"
                                + " 2026-03-02T12:00:00Z",
                        file + ":3: field 'type': 'release' is no event type; use one of: sprint, commit, build,"
                                + " deployment, incident, gate, approval, override, commitment, sprint-contents",
                        file + ":4: field 'type' is missing; use one of: sprint, commit, build, deployment, incident,"
                                + " gate, approval, override, commitment, sprint-contents",
                        file
                                + ":5: the line is no JSON (column 1): Unrecognized token 'not': was expecting (JSON String,"
                                + " Number, Array, Object or token 'null', 'true' or 'false')",
                        file + ":7: field 'status': 'done' is not valid; use one of: pending, in-progress, successful,"
                                + " failed, cancelled, rolled-back",
                        file + ":8: deployment 'd1' is successful but has no finish time",
                        file + ":9: field 'version' is missing");
        assertThat(summary().get("rejected").intValue()).isEqualTo(7);
        assertThat(summary().get("recorded").intValue()).isEqualTo(2);
        ask(queries -> assertThat(queries.facts(MONTH, Instant.now()).deliveredTickets())
                .containsExactly("ABC-1"));
        assertThat(run("--events", file.toString(), "--json")).isEqualTo(2);
        assertThat(summary().get("recorded").intValue()).isZero();
    }

    @Test
    void everyExampleOfTheDocumentationIsAGoodLine() throws Exception {
        Path documentation = Path.of("../docs/events.md");
        String[] examples = Files.readAllLines(documentation).stream()
                .filter(line -> line.startsWith("{\"type\""))
                .toArray(String[]::new);

        assertThat(run("--events", events(examples).toString(), "--json"))
                .as(err.toString())
                .isZero();

        assertThat(summary().get("read").propertyNames())
                .containsExactlyInAnyOrder("builds", "commits", "deployments", "gates", "incidents", "sprints");
    }

    @Test
    void aFileOfSomethingElseIsOneError() throws Exception {
        Path file = directory.resolve("picture.png");
        Files.write(file, "one\ntwo\nthree\n\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(run("--events", file.toString())).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains(file + " holds no events");
        assertThat(run("--events", directory.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no file");
        assertThat(run("--events", directory.toString())).isEqualTo(2);
    }

    @Test
    void aLineLongerThanAnyEventIsRefusedWithoutBeingKept() throws Exception {
        Path file = events(
                "{\"type\":\"commit\",\"id\":\"c1\",\"authored\":\"2026-01-05T10:00:00Z\"}",
                "{\"type\":\"commit\",\"id\":\"" + "x".repeat(EventFile.MAX_LINE) + "\"}",
                "{\"type\":\"commit\",\"id\":\"c2\",\"authored\":\"2026-01-05T10:00:00Z\"}");

        assertThat(run("--events", file.toString(), "--json")).isEqualTo(2);

        assertThat(err.toString()).contains(file + ":2: the line is longer than");
        assertThat(summary().get("recorded").intValue()).isEqualTo(2);
    }
}
