package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerContract;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JiraDataCenterTrackerTest extends TrackerContract {

    @Override
    protected SiteSettings site(URI url) {
        return new SiteSettings("shop", new TrackerType.JiraDataCenter(), url, null, "12", Set.of("SHOP"));
    }

    @Override
    protected String folder() {
        return "jiradatacenter";
    }

    @Override
    protected Map.Entry<String, String> authorization() {
        return Map.entry("Authorization", "Bearer " + SECRET);
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
        stub(get(urlPathEqualTo("/rest/api/2/myself")), file("myself.json"));
        stub(get(urlPathEqualTo("/rest/api/2/field")), file("field.json"));
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
                post(urlPathEqualTo("/rest/api/2/search"))
                        .withRequestBody(matchingJsonPath("$.jql", containing("key in (SHOP-12,SHOP-13"))),
                file("search.json"));
        stub(
                post(urlPathEqualTo("/rest/api/2/search"))
                        .withRequestBody(matchingJsonPath("$.expand[0]", equalTo("changelog"))),
                file("search-changelog.json"));
        stub(
                get(urlPathEqualTo("/rest/agile/1.0/sprint/107/issue")).withQueryParam("startAt", equalTo("0")),
                file("sprint-issues-1.json"));
        stub(
                get(urlPathEqualTo("/rest/agile/1.0/sprint/107/issue")).withQueryParam("startAt", equalTo("2")),
                file("sprint-issues-2.json"));
    }

    @Override
    protected void stubEndlessPages() {
        stub(
                get(urlPathEqualTo("/rest/agile/1.0/sprint/107/issue")),
                json(body("sprint-issues-1.json").replace("\"total\": 3", "\"total\": 1000000")));
    }

    @Test
    void findsTheOthersWhereAServerRefusesAQueryForOneUnknownKey() {
        stubStory();
        stub(
                post(urlPathEqualTo("/rest/api/2/search"))
                        .withRequestBody(matchingJsonPath("$.jql", containing("SHOP-99"))),
                aResponse()
                        .withStatus(400)
                        .withBody(
                                "{\"errorMessages\":[\"An issue with key 'SHOP-99' does not exist for field 'key'.\"]}"));

        for (int number : new int[] {12, 13}) {
            stub(
                    post(urlPathEqualTo("/rest/api/2/search"))
                            .withRequestBody(matchingJsonPath("$.jql", equalTo("key in (SHOP-" + number + ")"))),
                    json("{\"issues\": [{\"key\": \"SHOP-" + number + "\"}]}"));
        }

        List<TrackedTicket> tickets = tracker().tickets(List.of("SHOP-12", "SHOP-13", "SHOP-99"));

        assertThat(tickets).extracting(TrackedTicket::key).containsExactly("SHOP-12", "SHOP-13");
    }

    @Test
    void aServerThatGivesFewerThanAskedIsAskedForTheRest() {
        stubStory();
        for (int start : new int[] {0, 1}) {
            stub(
                    post(urlPathEqualTo("/rest/api/2/search"))
                            .withRequestBody(matchingJsonPath("$.startAt", equalTo("" + start))),
                    json("{\"startAt\": " + start + ", \"maxResults\": 1, \"total\": 2, \"issues\": [{\"key\": \"SHOP-"
                            + (12 + start) + "\"}]}"));
        }

        assertThat(tracker().tickets(List.of("SHOP-12", "SHOP-13")))
                .extracting(TrackedTicket::key)
                .containsExactly("SHOP-12", "SHOP-13");
    }

    @Test
    void whatIsNoKeyDoesNotGetIntoTheQuery() {
        stubStory();

        assertThat(tracker().tickets(List.of("SHOP-1) OR project = HR --", "#12")))
                .isEmpty();

        assertThat(server.getAllServeEvents())
                .allMatch(event -> event.getRequest().getUrl().endsWith("/field"));
    }
}
