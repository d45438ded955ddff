package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.cli.git.GitFixture;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TagCommandTest {

    private static final String NO_SPRINTS =
            "sprint-delivery: no sprints are configured; add 'sprints' to .sprint-delivery.yml\n";

    @TempDir
    private Path temporary;

    private Path repo;
    private GitFixture git;

    @BeforeEach
    void createRepository() throws Exception {
        repo = temporary.resolve("shop");
        git = GitFixture.in(repo);
    }

    @AfterEach
    void closeRepository() {
        git.close();
    }

    @Test
    void namesTheTicketsOfTheCommitCheckedOutAndWhereEachWasFound() throws Exception {
        git.commit("SHOP-1 first");
        git.branch("feature/SHOP-2-pay");
        String id = git.commit("SHOP-3: read UTF-8\n\nAs SHOP-4 asked.\n\nFixes: SHOP-5\nReviewed-by: Ada");

        CommandRun run = CommandRun.of("tag", "--repo", repo, "--json");

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEqualToNormalizingNewlines(NO_SPRINTS);
        JsonNode json = run.json();
        assertThat(json.propertyNames()).containsExactly("sprint", "tickets", "rejected");
        assertThat(json.get("sprint").isNull()).isTrue();
        assertThat(json.get("tickets").toString())
                .isEqualTo(("[{'key':'SHOP-3','sources':[{'type':'commit','ref':'ID'}]},"
                                + "{'key':'SHOP-4','sources':[{'type':'commit','ref':'ID'}]},"
                                + "{'key':'SHOP-5','sources':[{'type':'trailer','ref':'ID'}]},"
                                + "{'key':'SHOP-2','sources':[{'type':'branch','ref':'feature/SHOP-2-pay'}]}]")
                        .replace('\'', '"')
                        .replace("ID", id));
        assertThat(json.get("rejected").toString())
                .isEqualTo(("[{'text':'UTF-8','reason':'UTF is a character encoding',"
                                + "'source':{'type':'commit','ref':'ID'}}]")
                        .replace('\'', '"')
                        .replace("ID", id));
    }

    @Test
    void aRangeExcludesItsBeginningAndTakesTheSprintOfItsNewestCommit() throws Exception {
        git.write(".sprint-delivery.yml", """
                sprints:
                  list:
                    - {id: apollo, name: Apollo, start: 2026-01-05, end: 2026-01-16}
                    - {id: gemini, name: Gemini, start: 2026-01-19, end: 2026-01-30, goal: Pay}
                """);
        git.add().at("2026-01-06T10:00:00Z").commit("SHOP-1");
        git.tag("v1").at("2026-01-16T10:00:00Z").commit("SHOP-2");
        git.at("2026-01-19T00:00:00Z").commit("SHOP-3");

        CommandRun json = CommandRun.of("tag", "--repo", repo, "--from", "v1", "--json");
        CommandRun text = CommandRun.of("tag", "--repo", repo, "--from", "v1", "--to", "HEAD~1");

        assertThat(json.err()).isEmpty();
        assertThat(json.json().get("sprint").get("id").asString()).isEqualTo("gemini");
        assertThat(json.json().get("tickets").findValuesAsString("key")).containsExactly("SHOP-3", "SHOP-2");
        assertThat(text.out().lines().map(line -> line.replaceAll("[0-9a-f]{10}$", "ID")))
                .containsExactly(
                        "Sprint: Apollo (2026-01-05 to 2026-01-16)", "Tickets of 1 commit: 1", "  SHOP-2  commit ID");
    }

    @Test
    void betweenSprintsThereIsNone() throws Exception {
        git.write(".sprint-delivery.yml", "sprints: {list: [{name: A, start: 2026-01-05, end: 2026-01-16}]}");
        git.add().at("2026-01-17T10:00:00Z").commit("tidy up");

        CommandRun run = CommandRun.of("tag", "--repo", repo);

        assertThat(run.out()).isEqualToNormalizingNewlines("Sprint: none\nTickets of 1 commit: none\n");
    }

    @Test
    void onlyTheProjectsOfTheSettingsCount() throws Exception {
        git.write(".sprint-delivery.yml", "tickets: {projects: [SHOP], issueNumbers: true}");
        git.add().commit("settings");
        git.branch("feature/shop-9");
        git.commit("SHOP-1, FOO-2 and #3");

        JsonNode json = CommandRun.of("tag", "--repo", repo, "--json").json();

        assertThat(json.get("tickets").findValuesAsString("key")).containsExactly("SHOP-1", "#3", "SHOP-9");
        assertThat(json.get("rejected").get(0).get("reason").asString())
                .isEqualTo("FOO is none of the configured projects");
    }

    @Test
    void aBareRepositoryIsReadWithItsCommittedSettings() throws Exception {
        git.write(".sprint-delivery.yml", "tickets: {ignore: [FOO]}");
        git.add().commit("FOO-1 SHOP-1");
        Path bare = temporary.resolve("shop.git");
        Git.cloneRepository()
                .setBare(true)
                .setURI(repo.toUri().toString())
                .setDirectory(bare.toFile())
                .call()
                .close();

        JsonNode json = CommandRun.of("tag", "--repo", bare, "--json").json();

        assertThat(json.get("tickets").findValuesAsString("key")).containsExactly("SHOP-1");
    }

    @Test
    void anEmptyRangeIsNoErrorAndSaysSo() throws Exception {
        git.commit("SHOP-1");
        git.tag("v1");

        CommandRun run = CommandRun.of("tag", "--repo", repo, "--from", "v1", "--json");

        assertThat(run.status()).isZero();
        assertThat(run.json().get("tickets")).isEmpty();
        assertThat(run.err()).contains("there is no commit in v1..HEAD");
    }

    @Test
    void whatCannotBeReadIsSaidInOneLine() throws Exception {
        CommandRun empty = CommandRun.of("tag", "--repo", repo);
        git.commit("SHOP-1");
        CommandRun unknown = CommandRun.of("tag", "--repo", repo, "--from", "v9");

        assertThat(empty.status()).isEqualTo(2);
        assertThat(empty.err())
                .isEqualToNormalizingNewlines(
                        "sprint-delivery: the git repository of " + repo + " has no commit yet\n");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err())
                .isEqualToNormalizingNewlines("sprint-delivery: there is no revision 'v9' in " + repo + "\n");
        assertThat(unknown.out()).isEmpty();
    }
}
