package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Tables of cases as a release manager would write them: a policy, what is known, and what the gate has to say. A case
 * may give {@code says}, which is what some condition found, and {@code advises}, what would make it pass.
 */
class GateCasesTest {

    private static final List<String> TABLES =
            List.of("tests", "quality", "tickets", "deployments", "freezes", "approvals", "endpoints", "combinations");
    private static final Set<String> FIELDS = Set.of("case", "policy", "facts", "verdict", "says", "advises");

    static Stream<Named<JsonNode>> cases() throws IOException {
        List<Named<JsonNode>> cases = new ArrayList<>();
        for (String table : TABLES) {
            try (InputStream text = GateCasesTest.class.getResourceAsStream("cases/" + table + ".yml")) {
                for (JsonNode one : new YAMLMapper().readTree(text)) {
                    assertThat(FIELDS).containsAll(one.propertyNames());
                    cases.add(named(table + ": " + one.get("case").asString(), one));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource
    void cases(JsonNode one) {
        // JSON is YAML
        String settings = "{\"gates\": {\"policies\": {\"release\": " + one.get("policy") + "}}}";
        Policy policy = SettingsReader.read(settings, "case.yml").policies().choose("release");

        GateResult result = new GateEvaluator().evaluate(policy, CaseFacts.of(one.path("facts")));

        assertThat(result.verdict())
                .as(result.conditions().toString())
                .isEqualTo(Verdict.valueOf(one.get("verdict").asString()));
        if (one.has("says")) {
            assertThat(result.conditions())
                    .anySatisfy(condition -> assertThat(condition.actual())
                            .isEqualTo(one.get("says").asString()));
        }
        if (one.has("advises")) {
            assertThat(result.conditions())
                    .anySatisfy(condition -> assertThat(condition.remedy())
                            .isEqualTo(one.get("advises").asString()));
        }
    }
}
