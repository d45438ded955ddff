package io.jenkins.plugins.sprintdelivery.core.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies shaped as the vendors document them, and bodies that are not. */
class IncidentFormatTest {

    @Test
    void everyAlertOfAlertmanagerIsAnIncidentOfItsOwn() throws IOException {
        IncidentMessage message = IncidentFormat.ALERTMANAGER.read(body("alertmanager.json"), IncidentRules.DEFAULT);

        assertThat(message.signals())
                .extracting(IncidentSignal::incident)
                .containsExactly(
                        new Incident(
                                "alertmanager-c6d0a3a1f4c2b9e8-1772539200",
                                "shop",
                                Environment.named("production-eu"),
                                Severity.CRITICAL,
                                "Payments fail in 12 % of all orders",
                                Instant.parse("2026-03-03T12:00:00.123456Z"),
                                null,
                                null,
                                null),
                        new Incident(
                                "alertmanager-0f1e2d3c4b5a6978-1772532000",
                                "mail",
                                Environment.named("production"),
                                Severity.MEDIUM,
                                "Mails are delayed",
                                Instant.parse("2026-03-03T10:00:00Z"),
                                Instant.parse("2026-03-03T10:45:00Z"),
                                null,
                                null));
        assertThat(message.skipped())
                .containsExactly("the alert 'Watchdog' names no service; it needs one of the labels service,"
                        + " service_name, app, application, job");
    }

    @Test
    void pagerDutysServiceIsMappedToOurs() throws IOException {
        IncidentRules rules = IncidentRules.DEFAULT.naming(Map.of("API Service", "shop"), Map.of());

        IncidentMessage message = IncidentFormat.PAGERDUTY.read(body("pagerduty.json"), rules);

        assertThat(message.signals())
                .extracting(IncidentSignal::incident)
                .containsExactly(new Incident(
                        "pagerduty-PGR0VU2",
                        "shop",
                        Environment.named("production"),
                        Severity.CRITICAL,
                        "A little bump in the road",
                        Instant.parse("2026-03-03T12:00:27Z"),
                        Instant.parse("2026-03-03T12:40:22.169Z"),
                        null,
                        null));
    }

    @Test
    void pagerDutysOtherEventsAreLeftOut() {
        IncidentMessage message = read(
                IncidentFormat.PAGERDUTY,
                "{\"event\":{\"event_type\":\"pagey.ping\",\"occurred_at\":\"2026-03-03T12:00:00Z\","
                        + "\"data\":{\"type\":\"ping\",\"message\":\"Hello from your friend Pagey!\"}}}");

        assertThat(message.signals()).isEmpty();
        assertThat(message.skipped()).containsExactly("an event 'pagey.ping' opens and resolves no incident");
    }

    @Test
    void opsgeniesEntityAndTagsSayWhereItIs() throws IOException {
        IncidentMessage message = IncidentFormat.OPSGENIE.read(body("opsgenie.json"), IncidentRules.DEFAULT);

        assertThat(message.signals())
                .extracting(IncidentSignal::incident)
                .containsExactly(new Incident(
                        "opsgenie-052652ac-5d1c-464a-812a-7dd18bbfba8c",
                        "shop",
                        Environment.named("staging"),
                        Severity.HIGH,
                        "Payments time out",
                        Instant.parse("2026-03-03T12:00:00Z"),
                        Instant.parse("2026-03-03T12:40:00Z"),
                        null,
                        null));
    }

    @Test
    void aGenericMessageSaysItInTheLedgersWords() {
        IncidentMessage message = read(
                IncidentFormat.GENERIC,
                "{\"incidents\":[{\"id\":\"I-1\",\"service\":\"shop\",\"opened\":\"2026-03-03T12:00:00+01:00\","
                        + "\"severity\":\"low\",\"causedBy\":\"d1\"}]}");

        assertThat(message.signals())
                .extracting(IncidentSignal::incident)
                .containsExactly(new Incident(
                        "I-1",
                        "shop",
                        Environment.named("production"),
                        Severity.LOW,
                        "",
                        Instant.parse("2026-03-03T11:00:00Z"),
                        null,
                        "d1",
                        null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "alertmanager | {} | field 'alerts' is no list",
                "alertmanager | {'alerts':[{'labels':{'job':'x'},'startsAt':'soon'}]} | field 'alerts[0].startsAt' 'soon' is no time",
                "alertmanager | {'alerts':[1]} | field 'alerts[0]' is no object",
                "pagerduty | {'event':{'event_type':'incident.resolved'}} | field 'event.data' is missing",
                "opsgenie | {'action':'Close','alert':{'alertId':'1','entity':'x'}} | field 'alert.createdAt' is missing",
                "opsgenie | {'action':'Close','alert':{'alertId':'1','entity':'x','createdAt':'x'}} | field 'alert.createdAt' 'x' is no number of milliseconds",
                "generic | {'id':'1','service':'x','opened':'2026-03-03T12:00:00'} | field 'opened' '2026-03-03T12:00:00' is no time",
                "generic | {'id':'1','service':'x','opened':'2026-03-03T12:00:00Z','severity':'bad'} | field 'severity' 'bad' is not valid; use one of: low",
                "generic | {'id':'1','service':'x','opened':'2026-03-03T12:00:00Z','resolved':'2026-03-03T11:00:00Z'} | is before 'opened'",
                "generic | [] | the message is no JSON object",
                "generic | <xml/> | the message is no JSON"
            })
    void whatIsWrongIsSaidWithItsField(String format, String json, String message) {
        assertThatThrownBy(() -> read(IncidentFormat.parse(format), json.replace('\'', '"')))
                .isInstanceOf(IncidentFormatException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @EnumSource
    void everythingFromOutsideIsBounded(IncidentFormat format) {
        assertThatThrownBy(() -> format.read(new byte[IncidentFormat.MAX_BYTES + 1], IncidentRules.DEFAULT))
                .hasMessage("the message is longer than 1024 kB");
        assertThatThrownBy(() -> read(format, "{\"a\":".repeat(100_000))).isInstanceOf(IncidentFormatException.class);
    }

    @Test
    void tooManyIncidentsAreRefused() {
        String one = "{\"id\":\"1\",\"service\":\"x\",\"opened\":\"2026-03-03T12:00:00Z\"}";

        assertThatThrownBy(() -> read(
                        IncidentFormat.GENERIC,
                        "{\"incidents\":[" + String.join(",", Collections.nCopies(1001, one)) + "]}"))
                .hasMessageContaining("more than 1000 incidents");
    }

    @Test
    void longTextsAreCutAndControlCharactersGo() {
        Incident incident = read(
                        IncidentFormat.GENERIC,
                        "{\"id\":\"1\",\"service\":\"x\",\"opened\":\"2026-03-03T12:00:00Z\",\"summary\":\"a\\u001b[31m"
                                + "b".repeat(900) + "\"}")
                .signals()
                .get(0)
                .incident();

        assertThat(incident.summary()).hasSize(500).startsWith("a [31mbbb").endsWith("…");
    }

    @Test
    void anUnknownFormatNamesTheValidOnes() {
        assertThatThrownBy(() -> IncidentFormat.parse("nagios"))
                .hasMessage("'nagios' is no format of incidents; use one of: alertmanager, pagerduty, opsgenie,"
                        + " generic");
    }

    private static IncidentMessage read(IncidentFormat format, String json) {
        return format.read(json.getBytes(StandardCharsets.UTF_8), IncidentRules.DEFAULT);
    }

    static byte[] body(String name) throws IOException {
        try (InputStream in = IncidentFormatTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
