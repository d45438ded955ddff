package io.jenkins.plugins.sprintdelivery.core.tracker.clickup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerContract;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClickUpTrackerTest extends TrackerContract {

    @Override
    protected SiteSettings site(URI url) {
        return new SiteSettings("shop", new TrackerType.ClickUp("9001"), url, null, "12", Set.of("SHOP"));
    }

    @Override
    protected String folder() {
        return "clickup";
    }

    @Override
    protected Map.Entry<String, String> authorization() {
        return Map.entry("Authorization", SECRET);
    }

    @Override
    protected int requestsForTickets() {
        return 3;
    }

    @Override
    protected List<TicketLink> links() {
        return List.of(new TicketLink(TicketLink.Kind.DEPENDS_ON, "waiting on", "#86a11"));
    }

    @Override
    protected void stubStory() {
        stub(get(urlPathEqualTo("/user")), file("user.json"));
        stub(get(urlPathEqualTo("/team/9001/space")), file("spaces.json"));
        stub(get(urlPathEqualTo("/space/790/folder")), file("folders.json"));
        stub(get(urlPathEqualTo("/space/791/folder")), file("folders-none.json"));
        stub(get(urlPathEqualTo("/folder/12/list")).withQueryParam("archived", equalTo("false")), file("lists.json"));
        stub(
                get(urlPathEqualTo("/folder/12/list")).withQueryParam("archived", equalTo("true")),
                file("lists-archived.json"));
        for (int number : new int[] {12, 13}) {
            stub(
                    get(urlPathEqualTo("/task/SHOP-" + number))
                            .withQueryParam("custom_task_ids", equalTo("true"))
                            .withQueryParam("team_id", equalTo("9001")),
                    file("task-" + number + ".json"));
        }
        stub(get(urlPathEqualTo("/task/SHOP-99")), file("task-unknown.json").withStatus(404));
        stub(get(urlPathEqualTo("/list/107/task")).withQueryParam("page", equalTo("0")), file("tasks-1.json"));
        stub(get(urlPathEqualTo("/list/107/task")).withQueryParam("page", equalTo("1")), file("tasks-2.json"));
    }

    @Override
    protected void stubEndlessPages() {
        stub(get(urlPathEqualTo("/list/107/task")), file("tasks-1.json"));
    }

    @Test
    void aGoodTokenThatMayNotSeeTheWorkspaceIsNotCalledAWrongOne() {
        stub(
                get(urlPathEqualTo("/folder/12/list")),
                aResponse()
                        .withStatus(401)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"err\":\"Team not authorized\",\"ECODE\":\"OAUTH_027\"}"));

        TrackerException refused =
                catchThrowableOfType(TrackerException.class, () -> tracker().sprints("12"));

        assertThat(refused.failure()).isInstanceOf(TrackerFailure.NoPermission.class);
        assertThat(refused).hasMessageContaining("Team not authorized");
    }
}
