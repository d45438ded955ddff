package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.cli.git.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GateCommandTest {

    private static final String GREEN =
            "<testsuite name='s'><testcase name='a'/><testcase name='b'/><testcase name='c'/></testsuite>";
    private static final String RED =
            "<testsuite name='s'><testcase name='a'/><testcase name='b'><failure/></testcase></testsuite>";

    @TempDir
    private Path temporary;

    private Path repo;
    private GitFixture git;

    @BeforeEach
    void createRepository() throws Exception {
        repo = temporary.resolve("shop");
        git = GitFixture.in(repo);
        git.at("2026-01-20T09:00:00Z").commit("SHOP-12: carts");
    }

    @AfterEach
    void closeRepository() {
        git.close();
    }

    @Test
    void withoutAnyPolicyOneTestMustRunAndNoneFail() throws Exception {
        git.write("reports/a.xml", GREEN);

        CommandRun green = CommandRun.of("gate", "--repo", repo, "--tests", "reports/*.xml");

        assertThat(green.err()).isEmpty();
        assertThat(green.status()).isZero();
        assertThat(green.out().lines())
                .containsExactly(
                        "Gate: PASS by policy 'default' (built in)",
                        "Tickets: SHOP-12",
                        "  PASS          tests.run     expected at least 1 run: 3 run",
                        "  PASS          tests.failed  expected at most 0 failed: 0 failed of 3");
        git.write("reports/b.xml", RED);

        CommandRun red = CommandRun.of("gate", "--repo", repo, "--tests", "reports/*.xml");

        assertThat(red.status()).isEqualTo(1);
        assertThat(red.out().lines())
                .containsExactly(
                        "Gate: FAIL by policy 'default' (built in)",
                        "Tickets: SHOP-12",
                        "  PASS          tests.run     expected at least 1 run: 5 run",
                        "  FAIL          tests.failed  expected at most 0 failed: 1 failed of 5",
                        "      s.b");
    }

    @Test
    void theJsonDocumentHasExactlyTheDocumentedFields() throws Exception {
        git.write("reports/b.xml", RED);

        CommandRun run = CommandRun.of("gate", "--repo", repo, "--tests", "reports/*.xml", "--json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        JsonNode json = run.json();
        assertThat(json.propertyNames()).containsExactly("verdict", "policy", "sprint", "tickets", "conditions");
        assertThat(json.get("verdict").asString()).isEqualTo("FAIL");
        assertThat(json.get("policy").asString()).isEqualTo("default");
        assertThat(json.get("sprint").isNull()).isTrue();
        assertThat(json.get("tickets").toString())
                .startsWith("[{\"key\":\"SHOP-12\",\"sources\":[{\"type\":\"commit\",\"ref\":\"");
        assertThat(json.get("conditions").toString())
                .isEqualTo("[{\"type\":\"tests.run\",\"verdict\":\"PASS\",\"expected\":\"at least 1 run\","
                        + "\"actual\":\"2 run\",\"evidence\":[],\"parts\":[]},"
                        + "{\"type\":\"tests.failed\",\"verdict\":\"FAIL\",\"expected\":\"at most 0 failed\","
                        + "\"actual\":\"1 failed of 2\",\"evidence\":[\"s.b\"],\"remedy\":\"mend 1 failing test\","
                        + "\"parts\":[]}]");
    }

    @Test
    void noReportIsAFailureThatNamesThePattern() {
        CommandRun run = CommandRun.of("gate", "--repo", repo, "--tests", "reports/*.xml", "--json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.json().get("conditions").get(0).get("actual").asString())
                .isEqualTo("no test ran: no file matches 'reports/*.xml' in " + repo);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "release | 1 | FAIL",
                "lenient | 0 | PASS",
                "warning | 0 | WARN",
                "regression | 3 | INCONCLUSIVE",
                "strict | 1 | FAIL"
            })
    void everyVerdictHasItsExitStatus(String policy, int status, String verdict) throws Exception {
        git.write("reports/b.xml", RED);
        git.write(".sprint-delivery.yml", """
                gates:
                  policies:
                    release: {conditions: [{type: tests.failed}]}
                    lenient: {conditions: [{type: tests.failed, max: 1}]}
                    warning: {conditions: [{type: tests.failed, severity: warn}]}
                    regression: {conditions: [{type: tests.newFailures}]}
                    strict: {inconclusive: fail, conditions: [{type: tests.newFailures}]}
                """);

        CommandRun run = CommandRun.of("gate", "--repo", repo, "--tests", "**/b.xml", "--policy", policy, "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(status);
        assertThat(run.json().get("verdict").asString()).isEqualTo(verdict);
        assertThat(run.json().get("policy").asString()).isEqualTo(policy);
    }

    @Test
    void newFailuresAreThoseTheBaselineHasNot() throws Exception {
        git.write("reports/b.xml", RED);
        git.write("released/b.xml", RED);
        git.write("green/b.xml", GREEN);
        git.write(".sprint-delivery.yml", "gates: {policies: {p: {conditions: [{type: tests.newFailures}]}}}");

        CommandRun known =
                CommandRun.of("gate", "--repo", repo, "--tests", "reports/*", "--baseline", "released/*", "--json");
        CommandRun fresh = CommandRun.of("gate", "--repo", repo, "--tests", "reports/*", "--baseline", "green/*");
        CommandRun none = CommandRun.of("gate", "--repo", repo, "--tests", "reports/*", "--baseline", "nothing/*");

        assertThat(known.status()).isZero();
        assertThat(known.json().get("policy").asString()).isEqualTo("p");
        assertThat(fresh.status()).isEqualTo(1);
        assertThat(fresh.out()).contains("1 new of 1 failed since the build of 'green/*'");
        assertRefused(none, "there is no baseline: no file matches 'nothing/*' in " + repo);
    }

    @Test
    void theSprintIsThatOfTheCommit() throws Exception {
        git.write("reports/a.xml", GREEN);
        git.write(
                "sprints.yml",
                "sprints: {zone: Europe/Berlin, cadence: {start: 2026-01-05, length: 2w, name: 'Sprint {n}'}}");

        CommandRun text = CommandRun.of(
                "gate", "--repo", repo, "--tests", "reports/a.xml", "--config", repo.resolve("sprints.yml"));
        CommandRun json = CommandRun.of(
                "gate", "--repo", repo, "--tests", "reports/a.xml", "--config", repo.resolve("sprints.yml"), "--json");

        assertThat(text.out()).contains("Sprint: Sprint 2 (2026-01-19 to 2026-02-01)\n");
        assertThat(json.json().get("sprint").get("name").asString()).isEqualTo("Sprint 2");
        assertThat(json.json().get("sprint").get("start").asString()).isEqualTo("2026-01-18T23:00:00Z");
    }

    @Test
    void patternsThatTheShellExpandedAreTakenToo() throws Exception {
        git.write("a.xml", GREEN);
        git.write("b.xml", RED);

        CommandRun run = CommandRun.of("gate", "--tests", "a.xml", "b.xml", "--repo", repo);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("1 failed of 5");
    }

    @Test
    void anEmptyRepositoryCanBeJudged() throws Exception {
        try (GitFixture empty = GitFixture.in(temporary.resolve("empty"))) {
            empty.write("a.xml", GREEN);

            CommandRun run = CommandRun.of("gate", "--repo", empty.directory(), "--tests", "*.xml", "--json");

            assertThat(run.status()).isZero();
            assertThat(run.json().get("sprint").isNull()).isTrue();
            assertThat(run.json().get("tickets")).isEmpty();
        }
    }

    @Test
    void nameOfATestCannotRedrawTheTerminal() throws Exception {
        git.write("a.xml", "<testsuite name='s'><testcase name='x&#x9b;2Jy&#10;z'><failure/></testcase></testsuite>");

        CommandRun run = CommandRun.of("gate", "--repo", repo, "--tests", "a.xml");

        assertThat(run.out()).contains("      s.x 2Jy z\n");
    }

    @Test
    void unreadableInputIsOneLineWithFileAndLine() throws Exception {
        git.write("reports/broken.xml", "<testsuite>\n<testcase></testsuite>");
        git.write("bad.yml", "gates:\n  polices: {}\n");
        Path bad = repo.resolve("bad.yml");
        Path missing = repo.resolve("missing.yml");

        assertRefused(
                CommandRun.of("gate", "--repo", repo, "--tests", "reports/*.xml"),
                "reports/broken.xml:2:13: broken XML: The element type \"testcase\" must be terminated by the matching"
                        + " end-tag \"</testcase>\".");
        assertRefused(
                CommandRun.of("gate", "--repo", repo, "--tests", "*.xml", "--config", bad),
                bad
                        + ":2:3: gates.polices: unknown key 'polices', did you mean 'policies'? valid: policies, milestones, freezes");
        assertRefused(
                CommandRun.of("gate", "--repo", repo, "--tests", "*.xml", "--config", missing),
                "there is no file " + missing);
        assertRefused(
                CommandRun.of("gate", "--repo", repo, "--tests", "*.xml", "--policy", "relase"),
                "there is no policy 'relase'; use one of: default");
        Path plain = Files.createDirectories(temporary.resolve("plain"));
        assertRefused(
                CommandRun.of("gate", "--repo", plain, "--tests", "*.xml"),
                plain + " is not in a git repository; name a directory of one, or run 'git init' there");
        Files.write(repo.resolve("latin.yml"), new byte[] {'a', ':', ' ', (byte) 0xE4});
        assertRefused(
                CommandRun.of("gate", "--repo", repo, "--tests", "*.xml", "--config", repo.resolve("latin.yml")),
                repo.resolve("latin.yml") + " is not written in UTF-8");
    }

    @Test
    void theCompanysFinalPolicyHoldsBeforeItsEnvironmentsWhateverTheRepositorySays() throws Exception {
        git.write("reports/a.xml", RED);
        git.write(
                ".sprint-delivery.yml",
                "environments: {eu: development}\n"
                        + "gates: {policies: {ours: {conditions: [{type: tests.failed, max: 9}]}}}\n");
        Path company = Files.writeString(
                temporary.resolve("company.yml"),
                "environments: {eu: production}\n"
                        + "gates: {policies: {release: {final: true, environments: [production],"
                        + " conditions: [{type: tests.failed}]}}}\n");

        CommandRun eu = toEnvironment("eu", company);
        CommandRun qa = toEnvironment("qa", company);

        assertThat(eu.status()).isEqualTo(1);
        assertThat(eu.out())
                .startsWith("Gate: FAIL by policy 'release' (" + company + ")")
                .contains("added: policy 'ours' of .sprint-delivery.yml (only adds conditions, since the policy of "
                        + company + " is final for production)");
        assertThat(qa.status()).isZero();
        assertThat(qa.out()).startsWith("Gate: PASS by policy 'ours'");
    }

    private CommandRun toEnvironment(String name, Path company) {
        return CommandRun.of(
                "gate",
                "--repo",
                repo,
                "--tests",
                "reports/a.xml",
                "--policy",
                "ours",
                "--defaults",
                company,
                "--environment",
                name,
                "--explain");
    }

    @Test
    void wrongUsageSaysHowToGetHelp() {
        CommandRun run = CommandRun.of("gate", "--tests", "*.xml");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualToNormalizingNewlines("""
                        sprint-delivery: Missing required option: '--repo=DIR'
                        Try 'sprint-delivery gate --help'.
                        """);
    }

    private static void assertRefused(CommandRun run, String message) {
        assertThat(run.err()).isEqualToNormalizingNewlines("sprint-delivery: " + message + "\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
    }
}
