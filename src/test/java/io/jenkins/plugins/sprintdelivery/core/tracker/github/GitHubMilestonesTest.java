package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerContract;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GitHubMilestonesTest extends TrackerContract {

    private static final String NEXT = "Link";

    @Override
    protected SiteSettings site(URI url) {
        return new SiteSettings("shop", new TrackerType.GitHub("acme/shop"), url, null, "acme/shop", Set.of("#"));
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

    @Override
    protected String grace() {
        return "grace";
    }

    @Override
    protected BigDecimal estimate() {
        return null;
    }

    @Override
    protected String movedTo() {
        return "Sprint 7";
    }

    @Override
    protected List<TicketLink> links() {
        return List.of(
                new TicketLink(TicketLink.Kind.BLOCKED_BY, "blocked by", "#40"),
                new TicketLink(TicketLink.Kind.BLOCKS, "blocking", "acme/pay#3"));
    }

    @Override
    protected void stubStory() {
        stub(
                post(urlPathEqualTo("/graphql")).withRequestBody(matchingJsonPath("$.query", containing("viewer"))),
                file("viewer.json"));
        stub(
                post(urlPathEqualTo("/graphql"))
                        .withRequestBody(matchingJsonPath("$.variables.search", equalTo("WEB"))),
                file("projects.json"));
        stub(
                post(urlPathEqualTo("/graphql"))
                        .withRequestBody(
                                matchingJsonPath("$.query", containing("n99: issueOrPullRequest(number: 99)"))),
                file("issues.json"));
        stub(
                post(urlPathEqualTo("/graphql"))
                        .withRequestBody(
                                matchingJsonPath("$.query", containing("n14: issueOrPullRequest(number: 14)"))),
                file("dependencies.json"));
        stub(
                post(urlPathEqualTo("/graphql"))
                        .withRequestBody(matchingJsonPath("$.query", containing("timelineItems"))),
                file("milestone-events.json"));
        String milestones = "/repos/acme/shop/milestones";
        stub(
                get(urlPathEqualTo(milestones)).withQueryParam("page", absent()),
                file("milestones-1.json").withHeader(NEXT, next(milestones + "?state=all&page=2")));
        stub(get(urlPathEqualTo(milestones)).withQueryParam("page", equalTo("2")), file("milestones-2.json"));
        String issues = "/repos/acme/shop/issues";
        stub(
                get(urlPathEqualTo(issues))
                        .withQueryParam("milestone", equalTo("7"))
                        .withQueryParam("page", absent()),
                file("milestone-issues-1.json").withHeader(NEXT, next(issues + "?milestone=7&page=2")));
        stub(
                get(urlPathEqualTo(issues))
                        .withQueryParam("milestone", equalTo("7"))
                        .withQueryParam("page", equalTo("2")),
                file("milestone-issues-2.json"));
    }

    @Test
    void aServerThatTellsNoDependenciesIsReadWithoutThem() {
        stubStory();
        stub(
                post(urlPathEqualTo("/graphql")).withRequestBody(matchingJsonPath("$.query", containing("blockedBy"))),
                file("graphql-undefined-field.json"));
        Tracker tracker = tracker();
        TrackedSprint sprint = tracker.sprints("acme/shop").get(1);

        assertThat(tracker.ticketsOf(sprint)).hasSize(3);
        assertThat(tracker.ticketsOf(sprint))
                .allSatisfy(ticket -> assertThat(ticket.links()).isEmpty());

        server.verify(1, postRequestedFor(urlPathEqualTo("/graphql")));
    }

    @Test
    void whatIsBlockedDoesNotLookAsIfItWereNotWhileTheServerCannotSay() {
        stubStory();
        stub(
                post(urlPathEqualTo("/graphql")).withRequestBody(matchingJsonPath("$.query", containing("blockedBy"))),
                aResponse().withStatus(503));
        Tracker tracker = tracker();
        TrackedSprint sprint = tracker.sprints("acme/shop").get(1);

        TrackerException later = catchThrowableOfType(TrackerException.class, () -> tracker.ticketsOf(sprint));

        assertThat(later.failure()).isInstanceOf(TrackerFailure.Unavailable.class);
    }

    private static String next(String path) {
        String base = "http://localhost:" + server.port();
        return "<" + base + path + ">; rel=\"next\", <" + base + "/last>; rel=\"last\"";
    }

    @Override
    protected void stubEndlessPages() {
        String issues = "/repos/acme/shop/issues";
        stub(
                get(urlPathEqualTo(issues)).withQueryParam("page", equalTo("2")),
                file("milestone-issues-2.json").withHeader(NEXT, next(issues + "?milestone=7&page=2")));
    }

    @Test
    void aNextPageOnAnotherHostIsNotAskedFor() {
        stub(
                get(urlPathEqualTo("/repos/acme/shop/milestones")),
                file("milestones-1.json").withHeader(NEXT, "<https://evil.example.com/x>; rel=\"next\""));

        TrackerException refused =
                catchThrowableOfType(TrackerException.class, () -> tracker().sprints("acme/shop"));

        assertThat(refused.failure()).isInstanceOf(TrackerFailure.Redirected.class);
        assertThat(refused).hasMessageContaining("evil.example.com");
    }

    @Test
    void aBoardThatIsNoneSaysWhatOneLooksLike() {
        TrackerException refused =
                catchThrowableOfType(TrackerException.class, () -> tracker().sprints("shop"));

        assertThat(refused).hasMessageContaining("acme/projects/12").hasMessageContaining("not 'shop'");
    }
}
