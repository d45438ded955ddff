package io.jenkins.plugins.sprintdelivery.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApprovalEventsTest {

    private static final Instant AT = Instant.parse("2026-03-02T12:00:00Z");
    private static final GateTarget TARGET =
            new GateTarget("release", "shop", "production", "2.4.0", new BuildReference("shop/main", 12, null));

    private final ApprovalEvents events = new ApprovalEvents(
            "https://ci.example.org/", "https://ci.example.org/gate/1", "https://ci.example.org/job/shop/12");

    @Test
    void anApprovalUpdatesAndTheLastOneCloses() {
        GateApproval approval =
                new GateApproval("a-1", TARGET, new Person("anna müller", "Anna"), List.of("qa"), AT, "tested", null);

        JsonNode updated = Json.mapper().readTree(events.approved(approval));
        JsonNode closed = Json.mapper().readTree(events.letThrough(approval));

        assertThat(updated.get("context").toString())
                .isEqualTo("{\"specversion\":\"0.6.0\",\"id\":\"a-1\",\"source\":\"https://ci.example.org/\","
                        + "\"type\":\"dev.cdevents.approval.updated.0.1.0\",\"timestamp\":\"2026-03-02T12:00:00Z\"}");
        JsonNode content = updated.get("subject").get("content");
        assertThat(content.propertyNames())
                .containsExactly("approvalDetailsUrl", "resourceTargetUrl", "responder", "decision");
        assertThat(URI.create(content.get("responder").asString())).hasToString("urn:user:anna%20m%C3%BCller");
        assertThat(updated.get("customData").get("reason").asString()).isEqualTo("tested");
        assertThat(closed.get("context").get("type").asString()).isEqualTo("dev.cdevents.approval.closed.0.1.0");
        assertThat(closed.get("subject").get("content").get("status").asString()).isEqualTo("approved");
        assertThat(closed.get("subject").get("id")).isEqualTo(updated.get("subject").get("id"));
        assertThat(closed.get("context").get("id")).isNotEqualTo(updated.get("context").get("id"));
    }

    @Test
    void anOverrideClosesAndSaysThatItIsOne() {
        GateOverride override = new GateOverride(
                "o-1",
                TARGET,
                new Person("anna", null),
                AT,
                "payment is down without it",
                AT.plusSeconds(3600),
                new Person("ben", null),
                AT);

        JsonNode event = Json.mapper().readTree(events.overridden(override));

        assertThat(event.get("context").get("type").asString()).isEqualTo("dev.cdevents.approval.closed.0.1.0");
        assertThat(event.get("customData").toString())
                .isEqualTo("{\"policy\":\"release\",\"service\":\"shop\",\"environment\":\"production\","
                        + "\"version\":\"2.4.0\",\"build\":\"shop/main#12\",\"override\":true,"
                        + "\"reason\":\"payment is down without it\",\"expires\":\"2026-03-02T13:00:00Z\","
                        + "\"second\":\"urn:user:ben\"}");
    }
}
