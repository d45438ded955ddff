package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerContract;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GitHubIterationsTest extends TrackerContract {

    private static final String BOARD = "acme/projects/12";

    @Override
    protected SiteSettings site(URI url) {
        return new SiteSettings("shop", new TrackerType.GitHub("acme/shop"), url, null, BOARD, Set.of("#"));
    }

    @Override
    protected String folder() {
        return "github";
    }

    @Override
    protected Map.Entry<String, String> authorization() {
        return Map.entry("Authorization", "Bearer " + SECRET);
    }

    @Override
    protected String key(int number) {
        return "#" + number;
    }

    @Override
    protected String ada() {
        return "ada";
    }

    private static MappingBuilder query(String piece) {
        return post(urlPathEqualTo("/graphql")).withRequestBody(matchingJsonPath("$.query", containing(piece)));
    }

    @Override
    protected void stubStory() {
        stub(query("viewer"), file("viewer.json"));
        stub(query("projectsV2"), file("projects.json"));
        stub(query("completedIterations"), file("iterations.json"));
        stub(query("n99: issueOrPullRequest"), file("issues.json"));
        stub(
                query("items(first: 100").withRequestBody(matchingJsonPath("$.variables.after", absent())),
                file("items-1.json"));
        stub(
                query("items(first: 100")
                        .withRequestBody(matchingJsonPath("$.variables.after", equalTo("Y3Vyc29yOnYyOpHOAA"))),
                file("items-2.json"));
    }

    @Override
    protected void stubEndlessPages() {
        stub(query("items(first: 100"), file("items-1.json"));
    }

    @Test
    void aLimitThatGraphQlTellsOfInABodyIsALimit() {
        stub(query("viewer"), file("graphql-rate-limited.json"));

        TrackerException limited =
                catchThrowableOfType(TrackerException.class, () -> tracker().account());

        assertThat(limited.failure())
                .isInstanceOfSatisfying(
                        TrackerFailure.RateLimited.class,
                        failure -> assertThat(failure.until()).isEqualTo(NOW.plusSeconds(60)));
    }

    @Test
    void aScopeThatIsMissingIsNamed() {
        stub(query("completedIterations"), file("graphql-insufficient-scopes.json"));

        TrackerException refused =
                catchThrowableOfType(TrackerException.class, () -> tracker().sprints(BOARD));

        assertThat(refused.failure()).isInstanceOf(TrackerFailure.NoPermission.class);
        assertThat(refused).hasMessageContaining("has not been granted the required scopes");
    }

    @Test
    void aProjectWithoutIterationsSaysSo() {
        stub(
                query("completedIterations"),
                json("{\"data\":{\"repositoryOwner\":{\"projectV2\":{\"fields\":{\"nodes\":[{}]}}}}}"));

        TrackerException refused =
                catchThrowableOfType(TrackerException.class, () -> tracker().sprints(BOARD));

        assertThat(refused).hasMessageContaining("the project acme/projects/12 has no iteration field");
    }

    @Test
    void anEnterpriseServerHasItsGraphQlBesideItsRest() {
        stub(post(urlPathEqualTo("/api/graphql")), file("viewer.json"));

        String account = new GitHubTracker(
                        URI.create("http://localhost:" + server.port() + "/api/v3"),
                        new TrackerType.GitHub("acme/shop"),
                        null,
                        http(),
                        clock())
                .account();

        assertThat(account).isEqualTo("ada");
    }
}
