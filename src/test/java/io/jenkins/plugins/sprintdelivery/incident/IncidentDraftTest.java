package io.jenkins.plugins.sprintdelivery.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.sprintdelivery.core.board.SomeServices;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of what people write, by somebody in Berlin who sees two services and may record incidents of one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentDraftTest {

    private static final Instant DEPLOYED = Instant.parse("2026-03-02T10:00:30Z");
    private static final Instant OPENED = Instant.parse("2026-03-02T11:00:30Z");
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private Ledger ledger;
    private DraftContext context;

    @BeforeAll
    void fill(@TempDir Path directory) throws Exception {
        ledger = Ledger.open(directory, Clock.fixed(NOW, ZoneOffset.UTC));
        ledger.append(
                deployment("shop-1", "team/shop"),
                deployment("mail-1", "team/mail"),
                deployment("secret-1", "secret"),
                incident("hand-00000000000a", "team/shop", null),
                incident("hand-00000000000b", "team/shop", NOW),
                incident("hand-00000000000c", "secret", null));
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
        LedgerQueries all = ledger.queries();
        context = new DraftContext(
                all,
                new SomeServices(all, List.of("team/shop", "team/mail")),
                new SomeServices(all, List.of("team/shop")),
                ZoneId.of("Europe/Berlin"),
                NOW);
    }

    @AfterAll
    void close() throws IOException {
        ledger.close();
    }

    private static LedgerEvent deployment(String id, String service) {
        return new LedgerEvent.DeploymentRecorded(new Deployment(
                id,
                service,
                Environment.named("production"),
                "1.0",
                null,
                null,
                null,
                DeploymentStatus.SUCCESSFUL,
                DEPLOYED,
                DEPLOYED.plusSeconds(10),
                null,
                null,
                List.of(),
                List.of()));
    }

    private static LedgerEvent incident(String id, String service, Instant resolved) {
        return new LedgerEvent.IncidentRecorded(new Incident(
                id, service, Environment.named("production"), null, null, OPENED, resolved, "shop-1", null));
    }

    /** The opening that names the shop in production, with these fields set. */
    private static IncidentDraft opening(String... fieldsAndValues) {
        Map<String, String> fields =
                new HashMap<>(Map.of("id", "hand-0123456789ab", "service", "team/shop", "environment", "production"));
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            fields.put(fieldsAndValues[i], fieldsAndValues[i + 1]);
        }
        return new IncidentDraft.Opening(
                fields.get("id"),
                fields.get("service"),
                fields.get("environment"),
                fields.get("severity"),
                fields.get("summary"),
                fields.get("opened"),
                fields.get("resolved"),
                fields.get("causedBy"));
    }

    private Map<String, String> problems(IncidentDraft draft) {
        return catchThrowableOfType(RefusedDraftException.class, () -> draft.read(context))
                .problems();
    }

    @Test
    void whatIsLeftOutIsLikely() {
        assertThat(opening().read(context))
                .isEqualTo(new Incident(
                        "hand-0123456789ab",
                        "team/shop",
                        Environment.named("production"),
                        Severity.MEDIUM,
                        "",
                        NOW,
                        null,
                        null,
                        null));
    }

    @Test
    void timesAreOfTheWritersZoneUnlessTheyNameOne() {
        Incident incident = opening("opened", "2026-03-02T12:10", "resolved", "2026-03-02T11:50:00Z")
                .read(context);

        assertThat(incident.opened()).isEqualTo("2026-03-02T11:10:00Z");
        assertThat(incident.resolved()).isEqualTo("2026-03-02T11:50:00Z");
    }

    @Test
    void aSummaryIsOneLine() {
        assertThat(opening("summary", " Payments\r\n\ttime out ").read(context).summary())
                .isEqualTo("Payments time out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "service | team/shpo | There is no service 'team/shpo' here for which you may record incidents. Did you mean 'team/shop'?",
                "service | zzzz | There is no service 'zzzz' here for which you may record incidents. Use one of: team/shop.",
                "service | \"\" | Say which service is affected. Use one of: team/shop.",
                "service | team/mail | There is no service 'team/mail' here for which you may record incidents. Use one of: team/shop.",
                "service | secret | There is no service 'secret' here for which you may record incidents. Use one of: team/shop.",
                "environment | prodction | None of these services runs in an environment 'prodction'. Did you mean 'production'?",
                "environment | \"\" | Say in which environment. Use one of: production.",
                "severity | bad | 'bad' is no severity. Use one of: low, medium, high, critical.",
                "opened | yesterday | 'yesterday' is no time. Write it as in 2026-03-02T12:00 (time zone Europe/Berlin) or 2026-03-02T12:00:00Z.",
                "opened | 2999-01-01T00:00 | '2999-01-01T00:00' does not lie between 2000-01-01 01:00 and now, 2026-03-02 13:00.",
                "opened | -99999999-01-01T00:00 | '-99999999-01-01T00:00' does not lie between 2000-01-01 01:00 and now, 2026-03-02 13:00.",
                "resolved | 2026-01-01T00:00:00Z | It cannot have been resolved at 2026-01-01 01:00, before it was opened at 2026-03-02 13:00.",
                "causedBy | secret-1 | There is no deployment 'secret-1' here. Choose a recent one, or write the id that the deployment's page on the board has in its address.",
                "id | INC-9 | The form has no id of this page. Load the page again.",
                "id | hand-00000000000c | This incident is on record already as hand-00000000000c. Load the page again to record another one."
            })
    void whatCannotBeIsRefusedWithItsReason(String field, String value, String problem) {
        assertThat(problems(opening(field, value))).containsExactly(Map.entry(field, problem));
    }

    @Test
    void everyMistakeIsSaidAtOnce() {
        assertThat(problems(opening("service", "", "environment", "moon", "summary", "x".repeat(501))))
                .containsOnlyKeys("service", "environment", "summary")
                .containsEntry("summary", "At most 500 characters; these are 501.");
    }

    @Test
    void whatIsShownOfABadValueIsShort() {
        assertThat(problems(opening("service", "<b>\n".repeat(50_000))).get("service"))
                .hasSizeLessThan(200)
                .contains("<b> <b>");
    }

    @Test
    void aCauseIsNoLaterThanWhatItCaused() {
        assertThat(problems(opening("opened", "2026-03-02T09:00:00Z", "causedBy", "shop-1")))
                .containsExactly(
                        Map.entry(
                                "causedBy",
                                "This deployment began at 2026-03-02 11:00, after the incident was opened at 2026-03-02 10:00."));
        // people write minutes
        assertThat(opening("opened", "2026-03-02T11:00", "causedBy", "mail-1")
                        .read(context)
                        .causedBy())
                .isEqualTo("mail-1");
    }

    @Test
    void anOpenIncidentIsResolvedAndStaysWhatItWas() {
        Incident resolved = new IncidentDraft.Resolution("hand-00000000000a", "", "").read(context);

        assertThat(resolved.opened()).isEqualTo(OPENED);
        assertThat(resolved.resolved()).isEqualTo(NOW);
        assertThat(resolved.causedBy()).isEqualTo("shop-1");
        assertThat(resolved.restoredBy()).isNull();
    }

    @Test
    void anEndInTheMinuteOfTheOpeningIsNoMistake() {
        assertThat(new IncidentDraft.Resolution("hand-00000000000a", "2026-03-02T12:00", null)
                        .read(context)
                        .resolved())
                .isEqualTo(OPENED);
        assertThat(problems(new IncidentDraft.Resolution("hand-00000000000a", "2026-03-02T11:59", null)))
                .containsOnlyKeys("end");
    }

    @Test
    void whatRestoredAServiceEndedAfterTheOpening() {
        assertThat(problems(new IncidentDraft.Resolution("hand-00000000000a", null, "shop-1")))
                .containsExactly(
                        Map.entry(
                                "restoredBy",
                                "This deployment ended at 2026-03-02 11:00, before the incident was opened at 2026-03-02 12:00."));
    }

    @Test
    void onlyWhatIsOpenAndOnesOwnIsResolved() {
        Stream.of("hand-00000000000b", "hand-00000000000c", "nothing", "", null)
                .forEach(id -> assertThatExceptionOfType(RefusedDraftException.class)
                        .isThrownBy(() -> new IncidentDraft.Resolution(id, null, null).read(context))
                        .withMessageStartingWith("There is no open incident '"));
    }

    @Test
    void anIdIsOfThePage() {
        String id = IncidentDraft.Opening.newId();

        assertThat(id).matches("hand-[0-9a-f]{12}").isNotEqualTo(IncidentDraft.Opening.newId());
        assertThat(opening("id", id).read(context).id()).isEqualTo(id);
    }
}
