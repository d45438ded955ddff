package io.jenkins.plugins.sprintdelivery.core.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerLagTest {

    private static final Instant NOW = Instant.parse("2026-03-02T00:01:00Z");

    @Test
    void onlyWhatIsMissingForLongerThanUsualIsSaid() {
        assertThat(LedgerLag.header(new LedgerStatus(12, 900, NOW.minusSeconds(60), null), NOW))
                .hasValue("events=12, since=@1772409600");
        assertThat(LedgerLag.header(new LedgerStatus(12, 900, NOW.minusSeconds(5), null), NOW))
                .isEmpty();
        assertThat(LedgerLag.header(new LedgerStatus(0, 0, null, "refused"), NOW))
                .isEmpty();
    }
}
