package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
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
import org.junit.jupiter.api.Test;

/** A workspace with a board for each sprint. */
class TrelloBoardsTrackerTest extends TrelloContract {

    private static final String WORKSPACE = "510000000000000000000001";
    private static final String SPRINT_7 = "520000000000000000000007";

    @Override
    String sprint7() {
        return SPRINT_7;
    }

    @Override
    String cardsOfSprint7() {
        return "/boards/" + SPRINT_7 + "/cards/all";
    }

    @Override
    protected SiteSettings site(URI url) {
        TrackerType.Trello type = new TrackerType.Trello(TrackerType.Trello.SprintBy.BOARD, null);
        return new SiteSettings("shop", type, url, "k3y", WORKSPACE, Set.of());
    }

    @Override
    protected String key(int number) {
        return "sHoRt0" + number;
    }

    @Override
    protected int requestsForTickets() {
        return 1;
    }

    @Override
    protected void stubStory() {
        stub(get(urlPathEqualTo("/members/me")), file("member.json"));
        stub(get(urlPathEqualTo("/members/me/organizations")), file("organizations.json"));
        stub(get(urlPathEqualTo("/organizations/" + WORKSPACE + "/boards")), file("workspace-boards.json"));
        stub(get(urlPathEqualTo("/boards/" + SPRINT_7 + "/lists")), file("sprint-board-lists.json"));
        stub(
                get(urlPathEqualTo("/boards/" + SPRINT_7 + "/cards/all")).withQueryParam("before", absent()),
                file("sprint-board-cards.json"));
        stub(
                get(urlPathEqualTo("/batch")).withQueryParam("urls", containing("?board=true&list=true&members=true")),
                file("batch-cards.json"));
        stub(
                get(urlPathEqualTo("/batch")).withQueryParam("urls", containing("/actions?filter=moveCardToBoard")),
                file("batch-board-actions.json"));
    }

    @Test
    void theListSaysHowFarACardIs() {
        stubStory();
        Tracker tracker = tracker();

        List<TrackedTicket> tickets =
                tracker.ticketsOf(tracker.sprints(WORKSPACE).get(1));

        assertThat(tickets).extracting(TrackedTicket::status).containsExactly("In progress", "Done", "To do");
        assertThat(tickets)
                .extracting(TrackedTicket::category)
                .containsExactly(StatusCategory.IN_PROGRESS, StatusCategory.DONE, StatusCategory.TO_DO);
    }

    @Test
    void ofOpenBoardsWithoutDatesTheOldestIsTheActiveSprint() {
        stub(
                get(urlPathEqualTo("/organizations/" + WORKSPACE + "/boards")),
                json("[{\"id\":\"52000000c\",\"name\":\"Sprint C\"},{\"id\":\"52000000a\",\"name\":\"Sprint A\","
                        + "\"closed\":true},{\"id\":\"52000000b\",\"name\":\"Sprint B\"}]"));

        assertThat(tracker().sprints(WORKSPACE))
                .extracting(TrackedSprint::state)
                .containsExactly(SprintState.CLOSED, SprintState.ACTIVE, SprintState.FUTURE);
    }

    @Test
    void aNumberIsNotAskedForAsEveryBoardHasItsOwn() {
        stubStory();

        assertThat(tracker().tickets(List.of("#1", "#2"))).isEmpty();
        assertThat(server.getAllServeEvents()).isEmpty();
    }
}
