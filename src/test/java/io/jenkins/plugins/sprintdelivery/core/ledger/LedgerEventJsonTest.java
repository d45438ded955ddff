package io.jenkins.plugins.sprintdelivery.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Instant;
import java.util.List;
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
}
