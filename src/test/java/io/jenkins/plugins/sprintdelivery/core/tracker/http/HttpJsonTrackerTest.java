package io.jenkins.plugins.sprintdelivery.core.tracker.http;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping;
import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping.Kind;
import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping.Resource;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerContract;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonPointer;

class HttpJsonTrackerTest extends TrackerContract {

    private static final Map<String, JsonPointer> TICKET = pointers(
            "key",
            "/ref",
            "title",
            "/summary",
            "type",
            "/kind",
            "status",
            "/column",
            "blocked",
            "/isBlocked",
            "assignee",
            "/owner/name",
            "created",
            "/createdAt",
            "sprints",
            "/sprint",
            "estimate",
            "/size",
            "url",
            "/link");

    private String next = "/meta/cursor";
    private String sprintsUrl = "/teams/{board}/sprints?after={cursor}";

    private static Map<String, JsonPointer> pointers(String... namesAndPointers) {
        Map<String, JsonPointer> pointers = new HashMap<>();
        for (int i = 0; i < namesAndPointers.length; i += 2) {
            pointers.put(namesAndPointers[i], JsonPointer.compile(namesAndPointers[i + 1]));
        }
        return pointers;
    }

    @Override
    protected SiteSettings site(URI url) {
        JsonPointer data = JsonPointer.compile("/data");
        JsonPointer items = JsonPointer.compile("/items");
        HttpJsonMapping mapping = new HttpJsonMapping(
                "X-Api-Key",
                "",
                new Resource(Kind.BOARDS, "/teams?q={search}", data, null, pointers("id", "/id", "name", "/label")),
                new Resource(
                        Kind.SPRINTS,
                        sprintsUrl,
                        data,
                        JsonPointer.compile(next),
                        pointers(
                                "id",
                                "/uid",
                                "name",
                                "/label",
                                "goal",
                                "/aim",
                                "state",
                                "/phase",
                                "start",
                                "/from",
                                "end",
                                "/until",
                                "url",
                                "/links/html")),
                new Resource(Kind.SPRINT_TICKETS, "/sprints/{sprint}/tickets?page={page}", items, null, TICKET),
                new Resource(Kind.TICKETS, "/tickets?keys={keys}", items, null, TICKET));
        return new SiteSettings("shop", new TrackerType.HttpJson(mapping), url, null, "12", Set.of("SHOP"));
    }

    @Override
    protected String folder() {
        return "httpjson";
    }

    @Override
    protected Map.Entry<String, String> authorization() {
        return Map.entry("X-Api-Key", SECRET);
    }

    /** A service of which nothing is known has no name for who asks. */
    @Override
    protected String account() {
        return "the owner of the secret";
    }

    @Override
    protected List<String> sprintsOfTicket() {
        return List.of("s7");
    }

    @Override
    protected void stubStory() {
        stub(get(urlPathEqualTo("/teams")), file("teams.json"));
        stub(get(urlPathEqualTo("/teams/12/sprints")).withQueryParam("after", equalTo("")), file("sprints-1.json"));
        stub(
                get(urlPathEqualTo("/teams/12/sprints")).withQueryParam("after", equalTo("abc==")),
                file("sprints-2.json"));
        stub(
                get(urlPathEqualTo("/tickets")).withQueryParam("keys", equalTo("SHOP-12,SHOP-13,SHOP-99")),
                file("tickets.json"));
        for (int page = 1; page <= 3; page++) {
            stub(
                    get(urlPathEqualTo("/sprints/s7/tickets")).withQueryParam("page", equalTo(Integer.toString(page))),
                    file("sprint-tickets-" + page + ".json"));
        }
    }

    @Override
    protected void stubEndlessPages() {
        stub(get(urlPathEqualTo("/sprints/s7/tickets")), file("sprint-tickets-1.json"));
    }

    @Test
    void aNextPageMayBeAnAddressButOnTheSameHostOnly() {
        next = "/links/next";
        sprintsUrl = "/teams/{board}/sprints";
        stub(
                get(urlPathEqualTo("/teams/12/sprints")),
                json("{\"data\":[],\"links\":{\"next\":\"/teams/12/sprints/more\"}}"));
        stub(
                get(urlPathEqualTo("/teams/12/sprints/more")),
                json("{\"data\":[{\"uid\":\"s1\"}],\"links\":{\"next\":\"https://evil.example.com/\"}}"));

        TrackerException refused =
                catchThrowableOfType(TrackerException.class, () -> tracker().sprints("12"));

        assertThat(refused.failure()).isInstanceOf(TrackerFailure.Redirected.class);
        assertThat(server.getAllServeEvents()).hasSize(2);
    }

    @Test
    void whatIsTypedGoesIntoTheAddressAsText() {
        stubStory();
        stub(get(urlPathEqualTo("/teams")).withQueryParam("q", equalTo("a&b=c/../d")), json("{\"data\":[]}"));

        assertThat(tracker().boards("a&b=c/../d")).isEmpty();
    }
}
