package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JiraCloudTrackerTest extends TrackerContract {

    @Override
    protected SiteSettings site(URI url) {
        return new SiteSettings("shop", new TrackerType.JiraCloud(), url, "ada@acme.com", "12", Set.of("SHOP"));
    }

    @Override
    protected String folder() {
        return "jiracloud";
    }

    @Override
    protected Map.Entry<String, String> authorization() {
        return Map.entry("Authorization", "Basic YWRhQGFjbWUuY29tOnMzY3IzdC10MGtlbi0wZi1BZGE=");
    }

    @Override
    protected List<TicketLink> links() {
        return List.of(new TicketLink(TicketLink.Kind.BLOCKED_BY, "is blocked by", "SHOP-11"));
    }

    @Override
    protected List<String> sprintsOfTicket() {
        return List.of("Sprint 6", "Sprint 7");
    }

    @Override
    protected void stubStory() {
        stub(get(urlPathEqualTo("/rest/api/3/myself")), file("myself.json"));
        stub(get(urlPathEqualTo("/rest/api/3/field")), file("field.json"));
        stub(
                get(urlPathEqualTo("/rest/agile/1.0/board")).withQueryParam("name", equalTo("WEB")),
                json(body("boards.json").replace("Operations", "Web operations")));
        stub(
                get(urlPathEqualTo("/rest/agile/1.0/board/12/sprint")).withQueryParam("startAt", equalTo("0")),
                file("sprints-1.json"));
        stub(
                get(urlPathEqualTo("/rest/agile/1.0/board/12/sprint")).withQueryParam("startAt", equalTo("2")),
                file("sprints-2.json"));
        stub(
                post(urlPathEqualTo("/rest/api/3/issue/bulkfetch"))
                        .withRequestBody(matchingJsonPath("$.issueIdsOrKeys[0]", equalTo("SHOP-12")))
                        .withRequestBody(matchingJsonPath("$.fields[0]")),
                file("issue-bulkfetch.json"));
        stub(
                post(urlPathEqualTo("/rest/api/3/changelog/bulkfetch"))
                        .withRequestBody(matchingJsonPath("$.issueIdsOrKeys[0]", equalTo("20012")))
                        .withRequestBody(matchingJsonPath("$.fieldIds[0]", equalTo("customfield_10020"))),
                file("changelog-bulkfetch.json"));
        stub(
                get(urlPathEqualTo("/rest/software/1.0/sprint/107/issue")).withQueryParam("nextPageToken", absent()),
                file("sprint-issues-1.json"));
        stub(
                get(urlPathEqualTo("/rest/software/1.0/sprint/107/issue"))
                        .withQueryParam("nextPageToken", equalTo("CAEaAggD")),
                file("sprint-issues-2.json"));
    }

    @Override
    protected void stubEndlessPages() {
        stub(get(urlPathEqualTo("/rest/software/1.0/sprint/107/issue")), file("sprint-issues-1.json"));
    }

    @Test
    void takesTheOlderAddressOfASprintsIssuesWhereTheNewerIsNotThere() {
        stubStory();
        stub(
                get(urlPathEqualTo("/rest/software/1.0/sprint/107/issue")),
                aResponse().withStatus(404));
        stub(get(urlPathEqualTo("/rest/agile/1.0/sprint/107/issue")), file("sprint-issues-2.json"));
        Tracker tracker = tracker();
        TrackedSprint active = tracker.sprints("12").get(1);

        List<TrackedTicket> first = tracker.ticketsOf(active);
        List<TrackedTicket> second = tracker.ticketsOf(active);

        assertThat(first).extracting(TrackedTicket::key).containsExactly("SHOP-14");
        assertThat(second).isEqualTo(first);
        server.verify(1, getRequestedFor(urlPathEqualTo("/rest/software/1.0/sprint/107/issue")));
    }

    @Test
    void aHundredKeysAreOneRequestAndMoreAreSeveral() {
        stubStory();
        stub(post(urlPathEqualTo("/rest/api/3/issue/bulkfetch")), json("{\"issues\": []}"));
        List<String> keys = IntStream.range(0, 250).mapToObj(n -> "SHOP-" + n).toList();

        assertThat(tracker().tickets(keys)).isEmpty();

        server.verify(3, postRequestedFor(urlPathEqualTo("/rest/api/3/issue/bulkfetch")));
    }
}
