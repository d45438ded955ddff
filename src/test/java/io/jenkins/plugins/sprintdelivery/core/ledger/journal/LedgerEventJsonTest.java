package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.model.BuildDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Erasure;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import io.jenkins.plugins.sprintdelivery.core.model.Provenance;
import io.jenkins.plugins.sprintdelivery.core.model.RetentionCut;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerEventJsonTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void aDeploymentIsFlatJsonWithLabels() {
        Deployment deployment = new Deployment(
                "d1",
                "shop",
                Environment.named("production"),
                "1.2",
                null,
                null,
                DeploymentKind.HOTFIX,
                DeploymentStatus.IN_PROGRESS,
                NOON,
                null,
                new BuildReference("shop/main", 7, null),
                "s1",
                List.of("ABC-1"),
                List.of());

        String json = EventJson.mapper().writeValueAsString(new LedgerEvent.DeploymentRecorded(deployment));

        assertThat(json)
                .contains("\"type\":\"deployment\"", "\"kind\":\"hotfix\"", "\"status\":\"in-progress\"")
                .contains("\"tier\":\"production\"", "\"started\":\"2026-03-02T12:00:00Z\"")
                .doesNotContain("finished", "null");
        assertThat(EventJson.mapper().readValue(json, LedgerEvent.class))
                .isEqualTo(new LedgerEvent.DeploymentRecorded(deployment));
    }

    @Test
    void aGateKeepsItsConditions() {
        GateEvaluation gate = new GateEvaluation(
                "g1",
                "shop",
                null,
                null,
                NOON,
                null,
                null,
                new GateResult(
                        Verdict.FAIL,
                        "release",
                        "default",
                        List.of(new ConditionResult("tests.failed", Verdict.FAIL, "0", "2", List.of("a.B.c")))));

        String json = EventJson.mapper().writeValueAsString(new LedgerEvent.GateRecorded(gate));

        assertThat(EventJson.mapper().readValue(json, LedgerEvent.class)).isEqualTo(new LedgerEvent.GateRecorded(gate));
    }

    @Test
    void whatWasFoundLaterSaysSoWhereverTheFieldStands() {
        LedgerEvent inferred = new LedgerEvent.CommitRecorded(
                new Commit("c1", NOON, "SHOP-1 Pay", List.of("SHOP-1")), Provenance.INFERRED);

        String json = EventJson.mapper().writeValueAsString(inferred);

        assertThat(json).startsWith("{\"type\":\"commit\",\"provenance\":\"inferred\",");
        assertThat(EventJson.mapper().readValue(json, LedgerEvent.class)).isEqualTo(inferred);
        assertThat(EventJson.mapper()
                        .readValue(
                                "{\"id\":\"c1\",\"tickets\":[\"SHOP-1\"],\"provenance\":\"inferred\","
                                        + "\"subject\":\"SHOP-1 Pay\",\"authored\":\"2026-03-02T12:00:00Z\",\"type\":\"commit\"}",
                                LedgerEvent.class))
                .isEqualTo(inferred);
        LedgerEvent recorded = new LedgerEvent.CommitRecorded(new Commit("c1", NOON, "", List.of()));
        assertThat(EventJson.mapper().writeValueAsString(recorded)).doesNotContain("provenance");
        assertThat(EventJson.mapper()
                        .readValue(
                                "{\"type\":\"commit\",\"id\":\"c1\",\"authored\":\"2026-03-02T12:00:00Z\"}",
                                LedgerEvent.class))
                .isEqualTo(recorded);
        assertThatThrownBy(() -> EventJson.mapper()
                        .readValue(
                                "{\"type\":\"commit\",\"id\":\"c1\",\"authored\":\"2026-03-02T12:00:00Z\","
                                        + "\"provenance\":\"guessed\"}",
                                LedgerEvent.class))
                .hasMessageContaining("use one of: recorded, inferred");
    }

    @Test
    void whatBecameOfFactsIsAnEventToo() {
        List<LedgerEvent> events = List.of(
                new LedgerEvent.JobMoved(new JobMove("shop/main", "store/main", NOON)),
                new LedgerEvent.JobDeleted(new JobDeletion("shop/main", NOON)),
                new LedgerEvent.BuildDeleted(new BuildDeletion(new BuildReference("shop/main", 7, null), NOON)),
                new LedgerEvent.RetentionApplied(new RetentionCut(
                        NOON,
                        NOON.minusSeconds(9),
                        Map.of(EnvironmentTier.PRODUCTION, NOON.minusSeconds(7)),
                        List.of("d1"))),
                new LedgerEvent.PersonErased(new Erasure("person-0123456789ab", NOON)));

        for (LedgerEvent event : events) {
            String json = EventJson.mapper().writeValueAsString(event);
            assertThat(EventJson.mapper().readValue(json, LedgerEvent.class)).isEqualTo(event);
        }
        assertThat(EventJson.mapper().writeValueAsString(events.get(3)))
                .isEqualTo(
                        "{\"type\":\"retention\",\"at\":\"2026-03-02T12:00:00Z\",\"builds\":\"2026-03-02T11:59:51Z\","
                                + "\"tiers\":{\"production\":\"2026-03-02T11:59:53Z\"},\"kept\":[\"d1\"]}");
    }
}
