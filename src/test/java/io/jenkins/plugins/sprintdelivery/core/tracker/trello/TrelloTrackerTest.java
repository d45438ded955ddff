package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrelloTrackerTest extends TrelloContract {

    private static final String BOARD = "500000000000000000000012";
    private static final String SPRINT_7 = "600000000000000000000007";

    private TrackerType.Trello.SprintBy sprintBy = TrackerType.Trello.SprintBy.LIST;

    @Override
    String sprint7() {
        return SPRINT_7;
    }

    @Override
    String cardsOfSprint7() {
        return "/lists/" + SPRINT_7 + "/cards";
    }

    @Override
    protected SiteSettings site(URI url) {
        return new SiteSettings("shop", new TrackerType.Trello(sprintBy, null), url, "k3y", BOARD, Set.of("#"));
    }

    @Override
    protected String key(int number) {
        return "#" + number;
    }

    @Override
    protected void stubStory() {
        stub(get(urlPathEqualTo("/members/me")), file("member.json"));
        stub(get(urlPathEqualTo("/members/me/boards")), file("boards.json"));
        stub(get(urlPathEqualTo("/boards/" + BOARD + "/lists")), file("lists.json"));
        stub(get(urlPathEqualTo("/boards/" + BOARD + "/labels")), file("labels.json"));
        stub(get(urlPathEqualTo("/boards/" + BOARD + "/cards/all")), file("board-cards.json"));
        stub(
                get(urlPathEqualTo("/lists/" + SPRINT_7 + "/cards")).withQueryParam("before", absent()),
                file("list-cards.json"));
        stub(
                get(urlPathEqualTo("/batch"))
                        .withQueryParam("urls", containing("/actions?filter=updateCard:idList&limit=1000,/cards/")),
                file("batch-actions.json"));
    }

    @Test
    void readsTheNextPageBeforeTheOldestCardOfAFullOne() {
        stubStory();
        String full = IntStream.range(0, 1_000)
                .mapToObj(n -> "{\"id\":\"%024x\",\"idShort\":%d,\"name\":\"c\"}".formatted(1_000 + n, 1_000 + n))
                .collect(Collectors.joining(",", "[", "]"));
        stub(get(urlPathEqualTo("/lists/" + SPRINT_7 + "/cards")).withQueryParam("before", absent()), json(full));
        stub(
                get(urlPathEqualTo("/lists/" + SPRINT_7 + "/cards"))
                        .withQueryParam("before", equalTo("%024x".formatted(1_000))),
                file("list-cards.json"));
        Tracker tracker = tracker();

        List<TrackedTicket> tickets = tracker.ticketsOf(tracker.sprints(BOARD).get(1));

        assertThat(tickets).hasSize(1_003);
    }

    @Test
    void ofOpenListsWithoutDatesTheFirstIsTheActiveSprint() {
        stub(
                get(urlPathEqualTo("/boards/" + BOARD + "/lists")),
                json("[{\"id\":\"1\",\"name\":\"Sprint A\",\"closed\":true},{\"id\":\"2\",\"name\":\"Sprint B\"},"
                        + "{\"id\":\"3\",\"name\":\"Sprint C\"},{\"id\":\"4\",\"name\":\"Backlog\"}]"));

        List<TrackedSprint> sprints = tracker().sprints(BOARD);

        assertThat(sprints)
                .extracting(TrackedSprint::state)
                .containsExactly(SprintState.CLOSED, SprintState.ACTIVE, SprintState.FUTURE);
        assertThat(sprints.get(1).dated("shop")).isEmpty();
    }

    @Test
    void labelsStandForSprintsWhereTheSettingsSaySo() {
        sprintBy = TrackerType.Trello.SprintBy.LABEL;
        stubStory();
        String label = "{\"id\":\"700000000000000000000007\",\"name\":\"Sprint 7\"}";
        stub(
                get(urlPathEqualTo("/boards/" + BOARD + "/cards/all")),
                json("[{\"id\":\"1\",\"idShort\":12,\"name\":\"Pay\",\"idList\":\"600000000000000000000001\","
                        + "\"idLabels\":[\"700000000000000000000007\"],\"labels\":[" + label + "]},"
                        + "{\"id\":\"2\",\"idShort\":13,\"name\":\"Other\",\"idLabels\":[],\"labels\":[]}]"));
        Tracker tracker = tracker();

        List<TrackedSprint> sprints = tracker.sprints(BOARD);
        List<TrackedTicket> tickets = tracker.ticketsOf(sprints.get(1));

        assertThat(sprints).extracting(TrackedSprint::name).containsExactly(sprintName(6), sprintName(7));
        assertThat(tickets).singleElement().satisfies(ticket -> {
            assertThat(ticket.key()).isEqualTo("#12");
            assertThat(ticket.status()).isEqualTo("Backlog");
            assertThat(ticket.category()).isEqualTo(StatusCategory.TO_DO);
            assertThat(ticket.sprints().get(0).name()).isEqualTo("Sprint 7");
        });
        assertThat(tracker.keepsSprintHistory()).isFalse();
    }
}
