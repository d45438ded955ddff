package io.jenkins.plugins.sprintdelivery.core.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectorTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration TWO_WEEKS = Duration.ofDays(14);
    private static final Instant NOW = START.plus(Duration.ofDays(20));

    private Ledger ledger;
    private Selector selector;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        ledger = Ledger.open(directory, Clock.fixed(NOW, ZoneOffset.UTC));
        selector = new Selector(ledger.queries());
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    private void record(LedgerEvent... events) throws IOException, InterruptedException {
        ledger.append(events);
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
    }

    private static LedgerEvent sprint(String id, Instant start) {
        return new LedgerEvent.SprintRecorded(new Sprint(
                id, "Sprint " + id, null, null, SprintState.ACTIVE, start, start.plus(TWO_WEEKS), null, "calendar"));
    }

    private static LedgerEvent deployment(String service, String environment) {
        return new LedgerEvent.DeploymentRecorded(new Deployment(
                service + environment,
                service,
                Environment.named(environment),
                "1.0",
                null,
                null,
                null,
                DeploymentStatus.SUCCESSFUL,
                START,
                START.plusSeconds(60),
                null,
                null,
                List.of(),
                List.of()));
    }

    private static Wanted sprint(String wanted) {
        return new Wanted(wanted, null, null, null, null, null);
    }

    @Test
    void theCurrentSprintIsShownWhereNothingIsAskedFor() throws Exception {
        record(
                sprint("1", START),
                sprint("2", START.plus(TWO_WEEKS)),
                sprint("3", START.plus(TWO_WEEKS.multipliedBy(2))));

        Selection selection = selector.select(Wanted.DEFAULT, NOW);

        assertThat(selection.sprint().id()).isEqualTo("2");
        assertThat(selection.scope())
                .isEqualTo(Scope.production(START.plus(TWO_WEEKS), START.plus(TWO_WEEKS.multipliedBy(2))));
    }

    @Test
    void betweenSprintsItIsTheOneThatBeganLast() throws Exception {
        record(sprint("1", START), sprint("2", NOW.plus(TWO_WEEKS)));

        assertThat(selector.select(Wanted.DEFAULT, NOW).sprint().id()).isEqualTo("1");
    }

    @Test
    void withoutSprintsItIsTheLastThirtyDays() {
        assertThat(selector.select(Wanted.DEFAULT, NOW))
                .isEqualTo(new Selection(null, Scope.production(NOW.minus(Duration.ofDays(30)), NOW)));
    }

    @Test
    void aSprintIsFoundByIdOrName() throws Exception {
        record(sprint("1", START));

        assertThat(selector.select(sprint("1"), NOW).sprint().id()).isEqualTo("1");
        assertThat(selector.select(sprint("sprint 1"), NOW).sprint().id()).isEqualTo("1");
    }

    @Test
    void anEnvironmentBringsItsTier() throws Exception {
        record(deployment("shop", "staging-eu"));

        Wanted wanted = new Wanted(null, null, null, "shop", "staging-eu", EnvironmentTier.PRODUCTION);

        assertThat(selector.select(wanted, NOW).scope().tier()).isEqualTo(EnvironmentTier.STAGING);
    }

    @Test
    void whatIsNotKnownIsAnsweredWithTheNearestName() throws Exception {
        record(deployment("shop", "production"), deployment("mail", "staging"));

        assertThatThrownBy(() -> selector.select(new Wanted(null, null, null, "shpo", null, null), NOW))
                .hasMessage("the ledger knows no service 'shpo'; did you mean 'shop'?");
        assertThatThrownBy(() -> selector.select(new Wanted(null, null, null, "warehouse", null, null), NOW))
                .hasMessage("the ledger knows no service 'warehouse'; use one of: mail, shop");
        assertThatThrownBy(() -> selector.select(new Wanted(null, null, null, null, "moon", null), NOW))
                .hasMessage("the ledger knows no environment 'moon'; use one of: production, staging");
        assertThatThrownBy(() -> selector.select(sprint("1"), NOW))
                .hasMessage("the ledger knows no sprint '1'; it knows no sprint at all yet");
    }
}
