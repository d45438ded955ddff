package io.jenkins.plugins.sprintdelivery.core.tracker.azure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
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
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AzureBoardsTrackerTest extends TrackerContract {

    private static final String WORK = "/Shop/Web%20shop/_apis/work/teamsettings/iterations";
    private static final String TEAMS = "/_apis/projects/Shop/teams";

    @Override
    protected SiteSettings site(URI url) {
        return new SiteSettings("shop", new TrackerType.AzureBoards("Shop"), url, null, "Web shop", Set.of("#"));
    }

    @Override
    protected String folder() {
        return "azure";
    }

    @Override
    protected Map.Entry<String, String> authorization() {
        return Map.entry("Authorization", "Basic OnMzY3IzdC10MGtlbi0wZi1BZGE=");
    }

    @Override
    protected String key(int number) {
        return "#" + number;
    }

    @Override
    protected List<TicketLink> links() {
        return List.of(new TicketLink(TicketLink.Kind.DEPENDS_ON, "Predecessor", "#11"));
    }

    @Override
    protected String movedTo() {
        return "Sprint 7";
    }

    @Override
    protected void stubStory() {
        stub(get(urlPathEqualTo("/_apis/connectionData")), file("connection-data.json"));
        stub(get(urlPathEqualTo(TEAMS)), file("teams.json"));
        stub(get(urlPathEqualTo(WORK)).withQueryParam("api-version", equalTo("7.1")), file("iterations.json"));
        stub(
                get(urlPathEqualTo(WORK + "/a589a806-bf11-4d4f-a031-c19813331d07/workitems")),
                file("iteration-workitems.json"));
        stub(get(urlPathEqualTo("/Shop/_apis/wit/workitemtypes")), file("workitemtypes.json"));
        stub(
                post(urlPathEqualTo("/Shop/_apis/wit/workitemsbatch"))
                        .withRequestBody(
                                equalToJson("{\"ids\":[12,13,99],\"$expand\":\"Relations\",\"errorPolicy\":\"Omit\"}")),
                file("workitems.json"));
        stub(
                post(urlPathEqualTo("/Shop/_apis/wit/workitemsbatch")).withRequestBody(containing("[12,13,14]")),
                file("workitems-of-sprint.json"));
        stub(get(urlPathEqualTo("/Shop/_apis/wit/workItems/12/updates")), file("updates-12.json"));
        stub(get(urlPathEqualTo("/Shop/_apis/wit/workItems/13/updates")), file("updates-none.json"));
    }

    /** Azure gives a sprint's items as one list; its teams come in pages. */
    @Override
    protected void stubEndlessPages() {
        String teams = IntStream.range(0, 100)
                .mapToObj(n -> "{\"name\":\"Team " + n + "\"}")
                .collect(Collectors.joining(",", "{\"value\":[", "]}"));
        stub(get(urlPathEqualTo(TEAMS)), json(teams));
    }

    @Override
    protected Object endless(Tracker tracker, TrackedSprint active) {
        return tracker.boards("");
    }

    @Test
    void aLogInPageInsteadOfAnAnswerIsAWrongToken() {
        stub(
                get(urlPathEqualTo(WORK)),
                aResponse()
                        .withStatus(203)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html>Sign in</html>"));

        TrackerException refused =
                catchThrowableOfType(TrackerException.class, () -> tracker().sprints("Web shop"));

        assertThat(refused.failure()).isInstanceOf(TrackerFailure.WrongCredentials.class);
    }

    @Test
    void aSprintWithoutDatesIsOneAllTheSame() {
        stubStory();

        TrackedSprint someday = tracker().sprints("Web shop").get(3);

        assertThat(someday.name()).isEqualTo("Someday");
        assertThat(someday.dated("shop")).isEmpty();
    }
}
