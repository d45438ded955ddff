package io.jenkins.plugins.sprintdelivery.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

    @ParameterizedTest
    @CsvSource({
        "production, production",
        "production-eu, production",
        "eu.prod, production",
        "PRD2, production",
        "live, production",
        "pre-production, staging",
        "preprod, staging",
        "non-prod, unmapped",
        "staging, staging",
        "uat-3, staging",
        "qa, testing",
        "team-dev, development",
        "delivery, unmapped",
        "products, unmapped"
    })
    void readsTheTierOffTheName(String name, String tier) {
        assertThat(Environment.named(name)).isEqualTo(new Environment(name, EnvironmentTier.parse(tier)));
    }
}
