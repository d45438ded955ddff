package io.jenkins.plugins.sprintdelivery.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncidentMessageTest {

    private static final Instant OPENED = Instant.parse("2026-03-03T12:00:00Z");
    private static final Instant RESOLVED = Instant.parse("2026-03-03T12:40:00Z");

    @Test
    void whatOneMessageSaysTwiceIsOneIncidentAsItWasAtLast() {
        IncidentMessage message = message(incident("a", null), incident("b", null), incident("a", RESOLVED));

        assertThat(message.incidents()).isEqualTo(2);
        assertThat(message.newsTo(id -> Optional.empty()))
                .containsExactly(incident("a", RESOLVED), incident("b", null));
    }

    @Test
    void whatTheLedgerKnowsIsNoNews() {
        IncidentMessage message = message(incident("a", null), incident("b", null));

        assertThat(message.newsTo(id -> Optional.of(incident("a", RESOLVED))
                        .filter(known -> known.id().equals(id))))
                .containsExactly(incident("b", null));
    }

    private static IncidentMessage message(Incident... incidents) {
        return new IncidentMessage(
                List.of(incidents).stream().map(IncidentSignal::of).toList(), List.of());
    }

    private static Incident incident(String id, Instant resolved) {
        return new Incident(
                id, "shop", Environment.named("production"), Severity.HIGH, "", OPENED, resolved, null, null);
    }
}
