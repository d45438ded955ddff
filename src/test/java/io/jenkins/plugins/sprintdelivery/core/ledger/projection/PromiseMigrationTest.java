package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A database in which promises are kept by the sprint's id alone takes another tracker's after the update. */
@ParameterizedClass
@EnumSource(TestStore.class)
class PromiseMigrationTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final List<String> TABLES = List.of("commitments", "sprint_contents");

    @TempDir
    Path directory;

    private final TestStore store;

    PromiseMigrationTest(TestStore store) {
        this.store = store;
    }

    private Ledger open() throws Exception {
        Ledger ledger = Ledger.open(directory, store.of(directory), Clock.systemUTC());
        assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
        return ledger;
    }

    private static List<LedgerEvent> said(String tracker, String ticket) {
        return List.of(
                new LedgerEvent.CommitmentRecorded(
                        new Commitment("7", tracker, NOON, Commitment.Basis.SNAPSHOT, List.of(ticket))),
                new LedgerEvent.ContentsRecorded(new SprintContents(
                        "7", tracker, NOON, false, List.of(ticket), List.of(), List.of(), List.of(), null, false)));
    }

    private void backToTheKeyWithoutTracker() throws Exception {
        List<String> statements = new ArrayList<>();
        String text = "VARCHAR";
        if (store == TestStore.POSTGRESQL) {
            String schema = ((ProjectionStore.Postgres) store.of(directory)).schema();
            statements.add("DROP SCHEMA \"" + schema + ReportViews.SUFFIX + "\" CASCADE");
            statements.add("SET search_path TO \"" + schema + '"');
            text = "VARCHAR COLLATE \"C\"";
        }
        for (String table : TABLES) {
            statements.add("CREATE TABLE earlier (controller_no INT NOT NULL, sprint_id " + text + " NOT NULL, tracker "
                    + text + " NOT NULL, at BIGINT NOT NULL, content " + text
                    + " NOT NULL, PRIMARY KEY (sprint_id, controller_no))");
            statements.add("INSERT INTO earlier SELECT controller_no, sprint_id, tracker, at, content FROM " + table);
            // with the views for reports, where there are any
            statements.add("DROP TABLE " + table + (store == TestStore.POSTGRESQL ? " CASCADE" : ""));
            statements.add("ALTER TABLE earlier RENAME TO " + table);
            if (store == TestStore.POSTGRESQL) {
                statements.add("ALTER INDEX earlier_pkey RENAME TO " + table + "_pkey");
            }
        }
        statements.add("DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '14'");
        if (store == TestStore.POSTGRESQL) {
            PostgresServer.shared().execute(statements);
            // the migration finds the tables read by views, which have to make way
            ProjectionStore.Postgres postgres = (ProjectionStore.Postgres) store.of(directory);
            new ReportViews(PostgresSource.of(postgres, 5), postgres.schema()).make();
            return;
        }
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("projection/ledger"), "", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void whatWasKnownStaysAndAnotherTrackerFindsItsPlace() throws Exception {
        try (Ledger ledger = open()) {
            ledger.append(said("shop", "A-1"));
            assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
        }
        backToTheKeyWithoutTracker();

        try (Ledger ledger = open()) {
            assertThat(ledger.problems()).isEmpty();
            assertThat(ledger.queries().promises("7"))
                    .extracting(LedgerQueries.SprintPromise::tracker)
                    .containsExactly("shop");
            ledger.append(said("beta", "B-1"));
            assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
            assertThat(ledger.queries().promises("7"))
                    .extracting(promise -> promise.commitment().tickets())
                    .containsExactly(List.of("B-1"), List.of("A-1"));
        }
    }
}
