package io.jenkins.plugins.sprintdelivery.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentSignalTest {

    private static final Instant OPENED = Instant.parse("2026-03-03T12:00:00Z");
    private static final Instant RESOLVED = Instant.parse("2026-03-03T12:40:00Z");

    @Test
    void theFirstWordIsRecordedAndTheSameWordAgainIsNot() {
        Incident open = incident(null, null);

        assertThat(IncidentSignal.of(open).over(null)).contains(open);
        assertThat(IncidentSignal.of(open).over(open)).isEmpty();
    }

    @Test
    void aLateWordOfTheOpeningDoesNotOpenWhatWasResolved() {
        assertThat(IncidentSignal.of(incident(null, null)).over(incident(RESOLVED, null)))
                .isEmpty();
    }

    @Test
    void aReopenedIncidentIsOpenAgain() {
        assertThat(new IncidentSignal(incident(null, null), true).over(incident(RESOLVED, null)))
                .contains(incident(null, null));
    }

    @Test
    void whatAPersonSaidOfTheCauseStays() {
        assertThat(IncidentSignal.of(incident(RESOLVED, null)).over(incident(null, "d1")))
                .contains(incident(RESOLVED, "d1"));
    }

    private static Incident incident(Instant resolved, String causedBy) {
        return new Incident(
                "i", "shop", Environment.named("production"), Severity.HIGH, "", OPENED, resolved, causedBy, null);
    }
}
