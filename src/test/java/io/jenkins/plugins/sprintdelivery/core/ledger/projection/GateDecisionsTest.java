package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.hour;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Approvals and overrides on record. */
@ParameterizedClass
@EnumSource(TestStore.class)
class GateDecisionsTest {

    private static final Scope DAY = Scope.production(hour(0), hour(24));
    private static final GateTarget TARGET = target("2.4.0");

    @TempDir
    Path directory;

    private final TestStore store;
    private Ledger ledger;

    GateDecisionsTest(TestStore store) {
        this.store = store;
    }

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(directory, store.of(directory), Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    @Test
    void whatPeopleDecidedAtAGateIsFoundForThatReleaseAlone() throws Exception {
        GateApproval anna = approval("a1", TARGET, "anna", 1);
        GateApproval ben = approval("a2", TARGET, "ben", 2);
        GateOverride override = override("o1", TARGET);

        LedgerQueries queries = after(
                new LedgerEvent.ApprovalRecorded(anna),
                new LedgerEvent.ApprovalRecorded(ben),
                new LedgerEvent.ApprovalRecorded(approval("a3", target("2.3.0"), "anna", 1)),
                new LedgerEvent.OverrideRecorded(override));

        assertThat(queries.approvals(TARGET)).containsExactly(anna, ben);
        assertThat(queries.overrides(TARGET)).containsExactly(override);
        assertThat(queries.approvals(new GateTarget("release", "shop", null, "2.4.0", null)))
                .isEmpty();
        assertThat(queries.approvals(new GateTarget("lenient", "shop", "production", "2.4.0", null)))
                .isEmpty();
    }

    @Test
    void theHistoryIsNewestFirstAndBounded() throws Exception {
        LedgerQueries queries = after(
                new LedgerEvent.ApprovalRecorded(approval("a1", TARGET, "anna", 1)),
                new LedgerEvent.ApprovalRecorded(approval("a2", TARGET, "ben", 2)),
                new LedgerEvent.ApprovalRecorded(approval("a3", TARGET, "cleo", 30)));

        assertThat(queries.approvals(DAY, 10)).extracting(GateApproval::id).containsExactly("a2", "a1");
        assertThat(queries.approvals(DAY, 1)).extracting(GateApproval::id).containsExactly("a2");
        assertThat(queries.approvals(new Scope(hour(0), hour(24), "cart", null, DAY.tier()), 10))
                .isEmpty();
    }

    @Test
    void whoAgreesLaterIsOnTheSameOverride() throws Exception {
        GateOverride override = override("o1", TARGET);
        after(new LedgerEvent.OverrideRecorded(override));

        LedgerQueries queries =
                after(new LedgerEvent.OverrideRecorded(override.agreedBy(new Person("ben", "Ben"), hour(3))));

        assertThat(queries.overrides(DAY, 10))
                .singleElement()
                .satisfies(agreed -> assertThat(agreed.second()).isEqualTo(new Person("ben", "Ben")));
    }

    @Test
    void theyFollowTheirJob() throws Exception {
        LedgerQueries queries = after(
                new LedgerEvent.ApprovalRecorded(approval("a1", TARGET, "anna", 1)),
                new LedgerEvent.JobMoved(new JobMove("shop/main", "store/main", hour(2))));
        assertThat(queries.approvals(DAY, 10).get(0).target().build().job()).isEqualTo("store/main");

        queries = after(new LedgerEvent.JobDeleted(new JobDeletion("store/main", hour(3))));

        BuildReference build = queries.approvals(DAY, 10).get(0).target().build();
        assertThat(build.job()).isEqualTo("store/main");
        assertThat(build.url()).isNull();
    }

    @Test
    void theyAreThereAfterTheDatabaseWasMadeAnew() throws Exception {
        GateApproval approval = approval("a1", TARGET, "anna", 1);
        after(new LedgerEvent.ApprovalRecorded(approval), new LedgerEvent.OverrideRecorded(override("o1", TARGET)));
        ledger.close();
        store.drop(directory);
        open();

        LedgerQueries queries = after();

        assertThat(queries.approvals(TARGET)).containsExactly(approval);
        assertThat(queries.overrides(TARGET)).hasSize(1);
    }

    private LedgerQueries after(LedgerEvent... events) throws Exception {
        ledger.append(events);
        assertThat(ledger.catchUp(Duration.ofSeconds(30)))
                .as(ledger.status().toString())
                .isTrue();
        assertThat(ledger.problems()).isEmpty();
        return ledger.queries();
    }

    private static GateTarget target(String version) {
        return new GateTarget(
                "release", "shop", "production", version, new BuildReference("shop/main", 7, "job/shop/main/7/"));
    }

    private static GateApproval approval(String id, GateTarget target, String by, double hour) {
        return new GateApproval(id, target, new Person(by, null), List.of("qa"), hour(hour), "tested", null);
    }

    private static GateOverride override(String id, GateTarget target) {
        return new GateOverride(id, target, new Person("anna", "Anna"), hour(1), "worse without", hour(9), null, null);
    }
}
