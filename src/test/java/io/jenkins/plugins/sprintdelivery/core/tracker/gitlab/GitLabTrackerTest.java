package io.jenkins.plugins.sprintdelivery.core.tracker.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.havingExactly;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerContract;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GitLabTrackerTest extends TrackerContract {

    private static final String PROJECT = "/projects/acme%2Fshop";
    private static final String NEXT = "Link";

    private String board = GitLabTracker.MILESTONES;

    @Override
    protected SiteSettings site(URI url) {
        return new SiteSettings("shop", new TrackerType.GitLab("acme/shop"), url, null, board, Set.of("#"));
    }

    @Override
    protected String folder() {
        return "gitlab";
    }

    @Override
    protected Map.Entry<String, String> authorization() {
        return Map.entry("PRIVATE-TOKEN", SECRET);
    }

    @Override
    protected String key(int number) {
        return "#" + number;
    }

    @Override
    protected List<TicketLink> links() {
        return List.of(
                new TicketLink(TicketLink.Kind.BLOCKED_BY, "is blocked by", "#40"),
                new TicketLink(TicketLink.Kind.BLOCKED_BY, "is blocked by", "acme/pay#3"));
    }

    @Test
    void aServerThatKnowsNoBlockersIsNotAskedForThemAgain() {
        stubStory();
        stub(
                post(urlPathEqualTo("/graphql")),
                json("{\"errors\": [{\"message\": \"Field 'blockedByIssues' doesn't exist on type 'Issue'\"}]}"));
        Tracker tracker = tracker();

        tracker.tickets(List.of("#12", "#13", "#99"));
        assertThat(tracker.tickets(List.of("#12", "#13", "#99")).get(0).links()).isEmpty();

        server.verify(1, postRequestedFor(urlPathEqualTo("/graphql")));
    }

    @Override
    protected void stubStory() {
        stub(post(urlPathEqualTo("/graphql")), file("blocked-issues.json"));
        stub(get(urlPathEqualTo("/user")), file("user.json"));
        stub(get(urlPathEqualTo(PROJECT)), file("project.json"));
        String milestones = PROJECT + "/milestones";
        stub(
                get(urlPathEqualTo(milestones)).withQueryParam("page", absent()),
                file("milestones-1.json").withHeader(NEXT, next(milestones + "?state=all&page=2")));
        stub(get(urlPathEqualTo(milestones)).withQueryParam("page", equalTo("2")), file("milestones-2.json"));
        stub(get(urlPathEqualTo(PROJECT + "/iterations")), file("iterations.json"));
        stub(
                get(urlPathEqualTo(PROJECT + "/issues")).withQueryParam("iids[]", havingExactly("12", "13", "99")),
                file("issues.json"));
        stub(
                get(urlPathEqualTo(PROJECT + "/issues")).withQueryParam("iteration_id", equalTo("107")),
                file("milestone-issues-2.json"));
        String issues = milestones + "/107/issues";
        stub(
                get(urlPathEqualTo(issues)).withQueryParam("page", absent()),
                file("milestone-issues-1.json").withHeader(NEXT, next(issues + "?page=2")));
        stub(get(urlPathEqualTo(issues)).withQueryParam("page", equalTo("2")), file("milestone-issues-2.json"));
        stub(get(urlPathEqualTo(PROJECT + "/issues/12/resource_milestone_events")), file("milestone-events-12.json"));
        stub(get(urlPathEqualTo(PROJECT + "/issues/12/resource_iteration_events")), file("iteration-events-12.json"));
        stub(get(urlPathEqualTo(PROJECT + "/issues/13/resource_milestone_events")), json("[]"));
    }

    private static String next(String path) {
        return "<http://localhost:" + server.port() + path + ">; rel=\"next\"";
    }

    @Override
    protected void stubEndlessPages() {
        String issues = PROJECT + "/milestones/107/issues";
        stub(
                get(urlPathEqualTo(issues)).withQueryParam("page", equalTo("2")),
                file("milestone-issues-2.json").withHeader(NEXT, next(issues + "?page=2")));
    }

    @Test
    void readsIterationsToo() {
        board = GitLabTracker.ITERATIONS;
        stubStory();
        Tracker tracker = tracker();

        List<TrackedSprint> sprints = tracker.sprints(GitLabTracker.ITERATIONS);
        List<TrackedTicket> tickets = tracker.ticketsOf(sprints.get(1));
        Map<String, List<SprintChange>> changes = tracker.sprintChanges(List.of("#12"));

        assertThat(sprints)
                .extracting(TrackedSprint::name)
                .containsExactly("2026-01-05 to 2026-01-18", "Sprint 7", "2026-02-02 to 2026-02-15");
        assertThat(tickets).extracting(TrackedTicket::key).containsExactly("#14");
        assertThat(tickets.get(0).sprints().get(0).id()).isEqualTo("107");
        assertThat(changes.get("#12").get(0).after()).containsExactly("107");
    }

    @Test
    void anIssueThatIsGoneHasNoHistory() {
        stub(
                get(urlPathEqualTo(PROJECT + "/issues/99/resource_milestone_events")),
                aResponse().withStatus(404));

        assertThat(tracker().sprintChanges(List.of("#99"))).isEmpty();
    }
}
