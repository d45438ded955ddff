package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerContract;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.net.URI;
import java.util.List;
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
    protected List<TicketLink> links() {
        return List.of(
                new TicketLink(TicketLink.Kind.BLOCKED_BY, "blocked by", "#40"),
                new TicketLink(TicketLink.Kind.BLOCKS, "blocking", "acme/pay#3"));
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
    void aServerThatKnowsNoDependenciesIsAskedWithoutThem() {
        stub(query("blockedBy"), file("graphql-undefined-field.json"));
        stub(
                query("n12: issueOrPullRequest")
                        .withRequestBody(matchingJsonPath("$.query", notContaining("blockedBy"))),
                file("issues.json"));
        Tracker tracker = tracker();

        assertThat(tracker.tickets(List.of("#12"))).hasSize(1);
        assertThat(tracker.tickets(List.of("#12"))).hasSize(1);

        server.verify(
                1,
                postRequestedFor(urlPathEqualTo("/graphql"))
                        .withRequestBody(matchingJsonPath("$.query", containing("blockedBy"))));
    }

    @Test
    void anIterationIsReadWithoutDependenciesWhereTheServerKnowsNone() {
        stubStory();
        stub(query("blockedBy"), file("graphql-undefined-field.json"));
        Tracker tracker = tracker();
        TrackedSprint sprint = tracker.sprints(BOARD).get(1);

        assertThat(tracker.ticketsOf(sprint)).hasSize(3);

        server.verify(
                1,
                postRequestedFor(urlPathEqualTo("/graphql"))
                        .withRequestBody(matchingJsonPath("$.query", containing("blockedBy"))));
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
