package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.sprintdelivery.core.export.CdEvent;
import io.jenkins.plugins.sprintdelivery.core.export.CdEvents;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is written against the schemas in the official SDK's jar. */
class CdEventsSchemaTest {

    private static final Instant AT = Instant.parse("2026-03-03T12:00:00Z");

    private final CdEvents events = new CdEvents("https://ci.example.com/");

    @ParameterizedTest
    @CsvSource({
        "PLANNED,  , dev.cdevents.service.deployed.0.1.1, servicedeployed",
        "PLANNED, 1, dev.cdevents.service.upgraded.0.1.1, serviceupgraded",
        "HOTFIX, 1, dev.cdevents.service.upgraded.0.1.1, serviceupgraded",
        "ROLLBACK, 2, dev.cdevents.service.rolledback.0.1.1, servicerolledback"
    })
    void aDeploymentIsValid(DeploymentKind kind, String previous, String type, String schema) throws IOException {
        List<CdEvent> found = events.of(deployment(kind, previous, DeploymentStatus.SUCCESSFUL));

        assertThat(found)
                .extracting(CdEvent::type)
                .containsExactly(type, "dev.cdeventsx.sprintdelivery-ticket.deployed.0.1.0");
        assertThat(problems(schema, found.get(0).json())).isEmpty();
        assertThat(found.get(0).json()).contains("\"artifactId\":\"pkg:generic/web%20shop@1.0%2B7\"");
    }

    @Test
    void anIncidentIsDetectedAndResolved() throws IOException {
        List<CdEvent> found = events.of(new Incident(
                "I-1",
                "shop",
                Environment.named("production"),
                Severity.HIGH,
                "Payments time out",
                AT,
                AT.plusSeconds(60),
                "d1",
                null));

        assertThat(problems("incidentdetected", found.get(0).json())).isEmpty();
        assertThat(problems("incidentresolved", found.get(1).json())).isEmpty();
        assertThat(found).hasSize(2);
    }

    @Test
    void theSameFactIsTheSameEventAndADifferentOneIsNot() {
        CdEvent one = events.of(deployment(DeploymentKind.PLANNED, null, DeploymentStatus.SUCCESSFUL))
                .get(0);
        CdEvent same = events.of(deployment(DeploymentKind.PLANNED, null, DeploymentStatus.SUCCESSFUL))
                .get(0);
        CdEvent other = events.of(deployment(DeploymentKind.ROLLBACK, "2", DeploymentStatus.SUCCESSFUL))
                .get(0);

        assertThat(one).isEqualTo(same);
        assertThat(one.id()).isNotEqualTo(other.id());
    }

    @Test
    void whatTheSpecificationHasNoWordForIsACustomEvent() {
        CdEvent failed = events.of(deployment(DeploymentKind.PLANNED, null, DeploymentStatus.FAILED))
                .get(0);
        CdEvent granted = events.of(gate(Verdict.PASS));
        CdEvent refused = events.of(gate(Verdict.INCONCLUSIVE));

        assertThat(failed.type()).isEqualTo("dev.cdeventsx.sprintdelivery-deployment.failed.0.1.0");
        assertThat(granted.type()).isEqualTo("dev.cdeventsx.sprintdelivery-approval.granted.0.1.0");
        assertThat(refused.type()).isEqualTo("dev.cdeventsx.sprintdelivery-approval.refused.0.1.0");
        assertThat(events.of(deployment(DeploymentKind.PLANNED, null, DeploymentStatus.CANCELLED)))
                .isEmpty();
    }

    @Test
    void whoApprovedOrOverrodeIsNamedWithTheirReason() {
        GateTarget target =
                new GateTarget("release", "shop", "production", "2.4.0", new BuildReference("shop", 12, null));
        Person anna = new Person("anna müller", "Anna");
        GateApproval approval = new GateApproval("a1", target, anna, List.of("qa"), AT, "tested", null);
        GateOverride override = new GateOverride(
                "o1", target, anna, AT, "worse without", AT.plusSeconds(60), new Person("ben", null), AT);

        JsonNode given = Json.mapper().valueToTree(events.of(approval).data());
        JsonNode overridden =
                Json.mapper().valueToTree(events.of(override).get(0).data());
        JsonNode agreed = Json.mapper().valueToTree(events.of(override).get(1).data());

        assertThat(given.at("/context/type").asString())
                .isEqualTo("dev.cdeventsx.sprintdelivery-approval.updated.0.1.0");
        assertThat(given.at("/subject/content/responder").asString()).isEqualTo("urn:user:anna%20m%C3%BCller");
        assertThat(given.at("/subject/content/artifactId").asString()).isEqualTo("pkg:generic/shop@2.4.0");
        assertThat(given.at("/customData/reason").asString()).isEqualTo("tested");
        assertThat(overridden.at("/context/type").asString())
                .isEqualTo("dev.cdeventsx.sprintdelivery-approval.overridden.0.1.0");
        assertThat(overridden.at("/customData/second").asString()).isEqualTo("urn:user:ben");
        assertThat(overridden.at("/customData/expires").asString()).isEqualTo("2026-03-03T12:01:00Z");
        assertThat(agreed.at("/context/type").asString())
                .isEqualTo("dev.cdeventsx.sprintdelivery-approval.updated.0.1.0");
        assertThat(agreed.at("/subject/content/responder").asString()).isEqualTo("urn:user:ben");
        assertThat(agreed.at("/customData/override").asString()).isEqualTo("o1");
    }

    @Test
    void theCloudEventAroundItHasTheRequiredAttributes() {
        CdEvent event = events.of(deployment(DeploymentKind.PLANNED, null, DeploymentStatus.SUCCESSFUL))
                .get(0);

        JsonNode cloud = Json.mapper().valueToTree(event.cloudEvent());

        assertThat(cloud.get("specversion").asString()).isEqualTo("1.0");
        assertThat(cloud.get("id")).isEqualTo(cloud.at("/data/context/id"));
        assertThat(cloud.get("type")).isEqualTo(cloud.at("/data/context/type"));
        assertThat(cloud.get("time").asString()).isEqualTo("2026-03-03T12:00:00Z");
    }

    private static Deployment deployment(DeploymentKind kind, String previous, DeploymentStatus status) {
        return new Deployment(
                "d1",
                "web shop",
                Environment.named("production"),
                "1.0+7",
                null,
                previous,
                kind,
                status,
                AT.minusSeconds(60),
                AT,
                null,
                "s1",
                List.of("WEB-1"),
                List.of());
    }

    private static GateEvaluation gate(Verdict verdict) {
        return new GateEvaluation(
                "g1",
                "shop",
                Environment.named("production"),
                "1.0",
                AT,
                null,
                null,
                new GateResult(verdict, "release", null, List.of()));
    }

    private static List<String> problems(String schema, String json) throws IOException {
        try (InputStream in =
                CdEventsSchemaTest.class.getResourceAsStream("/dev/cdevents/spec/schemas/" + schema + ".json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON)
                    .validate(json, InputFormat.JSON)
                    .stream()
                    .map(Object::toString)
                    .toList();
        }
    }
}
