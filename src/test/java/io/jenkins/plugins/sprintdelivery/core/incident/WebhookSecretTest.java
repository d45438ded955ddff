package io.jenkins.plugins.sprintdelivery.core.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {

    private static final String SECRET = "0123456789abcdef-secret";
    private static final byte[] BODY = "{\"event\":{}}".getBytes(StandardCharsets.UTF_8);

    /** {@code printf '{"event":{}}' | openssl dgst -sha256 -hmac 0123456789abcdef-secret}. */
    private static final String SIGNATURE = "60b0748798cad5a6c90e9e8d29787faf55d77887f4d08223d470f327516bb21a";

    private final WebhookSecret secret = new WebhookSecret(SECRET);

    @Test
    void pagerDutysSignatureCoversTheBody() {
        UnaryOperator<String> headers = header("X-PagerDuty-Signature", "v1=" + "0".repeat(64) + ",v1=" + SIGNATURE);

        assertThat(secret.admits(IncidentFormat.PAGERDUTY, headers, BODY)).isTrue();
        assertThat(secret.admits(IncidentFormat.PAGERDUTY, headers, "{\"event\":{} }".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = "PAGERDUTY", mode = EnumSource.Mode.EXCLUDE)
    void theOthersSendATokenWhichIsNoSignature(IncidentFormat format) {
        assertThat(secret.admits(format, header("Authorization", "Bearer " + SECRET), BODY))
                .isTrue();
        assertThat(secret.admits(format, header("Authorization", "bearer " + SECRET), BODY))
                .isTrue();
        assertThat(secret.admits(format, header("Authorization", SECRET), BODY)).isFalse();
        assertThat(secret.admits(format, header("Authorization", "Bearer other"), BODY))
                .isFalse();
        assertThat(secret.admits(IncidentFormat.PAGERDUTY, header("Authorization", "Bearer " + SECRET), BODY))
                .isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "v1=", "v2=" + SIGNATURE, SIGNATURE, "v1=é"})
    void otherSignaturesAreRefused(String value) {
        assertThat(secret.admits(IncidentFormat.PAGERDUTY, header("X-PagerDuty-Signature", value), BODY))
                .isFalse();
    }

    @Test
    void aShortSecretIsRefusedAndNoneIsShown() {
        assertThatThrownBy(() -> new WebhookSecret("guess me"))
                .hasMessage("a webhook's secret needs at least 16 characters");
        assertThat(secret.toString()).doesNotContain(SECRET);
    }

    private static UnaryOperator<String> header(String name, String value) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put(name, value);
        return headers::get;
    }
}
