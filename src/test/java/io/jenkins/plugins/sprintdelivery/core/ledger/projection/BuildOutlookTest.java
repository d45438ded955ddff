package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.build;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.by;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.commit;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.commits;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.deployment;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.event;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.hour;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook.Change;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook.Direction;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a build would change in each environment, on small histories written out by hand. */
@ParameterizedClass
@EnumSource(TestStore.class)
class BuildOutlookTest {

    @TempDir
    Path directory;

    private final TestStore store;

    private Ledger ledger;

    BuildOutlookTest(TestStore store) {
        this.store = store;
    }

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(directory, store.of(directory), Clock.systemUTC());
        record(
                commit("c1", 1, "ABC-1"),
                commit("c2", 2, "ABC-2"),
                commit("c3", 3, "ABC-3"),
                commit("c4", 4),
                build("shop", 1, 1.5, "c1"),
                build("shop", 2, 2.5, "c2"),
                build("shop", 3, 3.5, "c3"),
                build("shop", 4, 4.5, "c4"));
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    private void record(LedgerEvent... events) throws Exception {
        ledger.append(events);
        assertThat(ledger.catchUp(Duration.ofSeconds(20)))
                .as(ledger.status().toString())
                .isTrue();
    }

    private BuildOutlook outlook(int number) {
        return ledger.queries().outlook("shop", number).orElseThrow();
    }

    private Change inProduction(int number) {
        return outlook(number).environments().stream()
                .filter(change -> change.environment().name().equals("production"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBuildBringsTheChangesSinceTheOneThatSucceededThereLast() throws Exception {
        record(
                event(by(deployment("d1", "1.0", 2), "shop", 1)),
                event(status(by(deployment("d3", "1.2", 5), "shop", 3), DeploymentStatus.FAILED)));

        Change change = inProduction(4);
        assertThat(change.direction()).isEqualTo(Direction.FORWARD);
        assertThat(change.running().version()).isEqualTo("1.0");
        assertThat(change.by().id()).isEqualTo("shop#1");
        assertThat(change.commits()).extracting(Commit::id).containsExactly("c4", "c3", "c2");
        assertThat(change.tickets()).containsExactly("ABC-2", "ABC-3");
        assertThat(change.more()).isFalse();
        assertThat(outlook(4).build().service()).isEqualTo("shop");
    }

    @Test
    void theBuildThatRunsChangesNothingAndAnEarlierOneTakesChangesBack() throws Exception {
        record(event(by(deployment("d3", "1.2", 5), "shop", 3)));

        assertThat(inProduction(3).direction()).isEqualTo(Direction.SAME);
        assertThat(inProduction(3).commits()).isEmpty();
        Change back = inProduction(1);
        assertThat(back.direction()).isEqualTo(Direction.BACK);
        assertThat(back.commits()).extracting(Commit::id).containsExactly("c3", "c2");
        assertThat(back.tickets()).containsExactly("ABC-2", "ABC-3");
    }

    @Test
    void afterARollbackTheChangesThatWereTakenBackCountAgain() throws Exception {
        record(
                event(by(deployment("d1", "1.0", 2), "shop", 1)),
                event(by(deployment("d3", "1.2", 5), "shop", 3)),
                event(by(deployment("d4", "1.0", 6), "shop", 4)));

        // the fourth build brought back what the first one had made
        assertThat(inProduction(4).direction()).isEqualTo(Direction.SAME);
        assertThat(inProduction(3).direction()).isEqualTo(Direction.FORWARD);
        assertThat(inProduction(3).commits()).extracting(Commit::id).containsExactly("c3", "c2");
        assertThat(inProduction(1).direction()).isEqualTo(Direction.SAME);
    }

    @Test
    void whatCameByAnotherJobIsNotBroughtAgain() throws Exception {
        record(event(commits(by(deployment("d1", "1.0", 3), "deploy-shop", 7), "c1", "c2")));

        Change change = inProduction(4);
        assertThat(change.direction()).isEqualTo(Direction.FORWARD);
        assertThat(change.by().id()).isEqualTo("deploy-shop#7");
        assertThat(change.commits()).extracting(Commit::id).containsExactly("c4", "c3");
    }

    @Test
    void everyEnvironmentOfTheServiceIsToldProductionFirst() throws Exception {
        Deployment staging = by(deployment("s1", "1.1", 3), "shop", 2);
        record(
                event(by(deployment("d1", "1.0", 2), "shop", 1)),
                event(new Deployment(
                        staging.id(),
                        staging.service(),
                        Environment.named("staging"),
                        staging.version(),
                        null,
                        null,
                        null,
                        DeploymentStatus.SUCCESSFUL,
                        hour(2.5),
                        hour(3),
                        staging.build(),
                        null,
                        null,
                        null)));

        assertThat(outlook(3).environments())
                .extracting(
                        change -> change.environment().name(),
                        change -> change.commits().size())
                .containsExactly(tuple("production", 2), tuple("staging", 1));
    }

    @Test
    void whereNothingSucceededYetEverythingIsNew() throws Exception {
        record(event(status(by(deployment("d1", "1.0", 2), "shop", 1), DeploymentStatus.FAILED)));

        Change change = inProduction(2);
        assertThat(change.running()).isNull();
        assertThat(change.by()).isNull();
        assertThat(change.commits()).extracting(Commit::id).containsExactly("c2", "c1");
    }

    @Test
    void aBuildThatTheLedgerDoesNotKnowHasNone() {
        assertThat(ledger.queries().outlook("shop", 99)).isEmpty();
        assertThat(ledger.queries().outlook("mail", 1)).isEmpty();
        assertThat(outlook(1).environments()).isEmpty();
    }
}
