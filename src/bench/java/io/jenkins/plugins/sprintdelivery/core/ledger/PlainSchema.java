package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.ledger.projection.LedgerConnection;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.ProjectionStore;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * What the ledger is measured against on PostgreSQL: the same history in a schema as one would draw it on a whiteboard,
 * and the questions of a sprint page written by hand for it, each led by an index.
 */
final class PlainSchema implements AutoCloseable {

    private static final List<String> TABLES = List.of(
            "CREATE TABLE builds (id BIGINT NOT NULL, job TEXT, number INT, result TEXT, started BIGINT,"
                    + " duration BIGINT, passed INT, failed INT, skipped INT, flaky INT)",
            "CREATE TABLE commits (id BIGINT NOT NULL, sha TEXT, authored BIGINT, subject TEXT)",
            "CREATE TABLE commit_tickets (commit_id BIGINT NOT NULL, ticket TEXT NOT NULL)",
            "CREATE TABLE deployments (id BIGINT NOT NULL, name TEXT, service TEXT, environment TEXT, tier TEXT,"
                    + " version TEXT, status TEXT, started BIGINT, ended BIGINT, build_id BIGINT)",
            "CREATE TABLE deployment_commits (deployment_id BIGINT NOT NULL, commit_id BIGINT NOT NULL)",
            "CREATE TABLE live_since (service TEXT NOT NULL, environment TEXT, tier TEXT, since BIGINT)",
            "CREATE TABLE incidents (id TEXT, service TEXT, environment TEXT, tier TEXT, severity TEXT, summary TEXT,"
                    + " opened BIGINT, resolved BIGINT, caused_by BIGINT, restored_by BIGINT)",
            "CREATE TABLE gates (id TEXT, service TEXT, environment TEXT, tier TEXT, verdict TEXT, evaluated BIGINT)");

    private static final List<String> INDEXES = List.of(
            "ALTER TABLE builds ADD PRIMARY KEY (id)",
            "ALTER TABLE commits ADD PRIMARY KEY (id)",
            "ALTER TABLE commit_tickets ADD PRIMARY KEY (commit_id, ticket)",
            "ALTER TABLE deployments ADD PRIMARY KEY (id)",
            "ALTER TABLE deployment_commits ADD PRIMARY KEY (deployment_id, commit_id)",
            "CREATE INDEX ON builds (started)",
            "CREATE INDEX ON deployments (ended)",
            "CREATE INDEX ON deployments (started)",
            "CREATE INDEX ON deployments (service, environment, ended)",
            "CREATE INDEX ON deployment_commits (commit_id)",
            "CREATE INDEX ON commit_tickets (ticket)",
            "CREATE INDEX ON incidents (opened)",
            "CREATE INDEX ON gates (evaluated)");

    private static final String COLUMNS = "d.name, d.service, d.environment, d.version, d.status, d.started, d.ended,"
            + " b.job, b.number";
    private static final String ENDED = "SELECT " + COLUMNS + ", CASE WHEN d.status = 'failed' THEN (SELECT MIN(n.ended) FROM deployments n"
            + " WHERE n.service = d.service AND n.environment = d.environment AND n.status = 'successful'"
            + " AND n.ended > d.ended) END FROM deployments d LEFT JOIN builds b ON b.id = d.build_id"
            + " WHERE d.ended >= ? AND d.ended < ? AND d.tier = 'production' ORDER BY d.ended";
    private static final String SHIPPED = "SELECT c.sha, c.authored, d.name, d.ended FROM deployments d"
            + " JOIN deployment_commits dc ON dc.deployment_id = d.id JOIN commits c ON c.id = dc.commit_id"
            + " WHERE d.ended >= ? AND d.ended < ? AND d.tier = 'production' AND d.status = 'successful'"
            + " ORDER BY d.ended";
    private static final String BUILDS = "SELECT b.result, b.duration, b.passed, b.failed, b.skipped, b.flaky"
            + " FROM builds b WHERE b.started >= ? AND b.started < ? ORDER BY b.started";
    private static final String TICKETS = "SELECT t.ticket,"
            + " (SELECT COUNT(*) FROM commit_tickets c WHERE c.ticket = t.ticket),"
            + " (SELECT MIN(d.ended) FROM commit_tickets c JOIN deployment_commits dc ON dc.commit_id = c.commit_id"
            + " JOIN deployments d ON d.id = dc.deployment_id WHERE c.ticket = t.ticket AND d.status = 'successful')"
            + " FROM (SELECT DISTINCT c.ticket FROM deployments d"
            + " JOIN deployment_commits dc ON dc.deployment_id = d.id JOIN commit_tickets c ON c.commit_id = dc.commit_id"
            + " WHERE d.ended >= ? AND d.ended < ? AND d.status = 'successful') t";
    private static final String NEWEST = "SELECT " + COLUMNS
            + " FROM deployments d LEFT JOIN builds b ON b.id = d.build_id WHERE d.started >= ? AND d.started < ? AND d.tier = 'production'"
            + " ORDER BY d.started DESC, d.name DESC FETCH FIRST 50 ROWS ONLY";
    private static final List<String> THE_REST = List.of(
            "SELECT * FROM incidents WHERE opened >= ? AND opened < ? AND tier = 'production' ORDER BY opened DESC",
            "SELECT verdict, COUNT(*) FROM gates WHERE evaluated >= ? AND evaluated < ?"
                    + " AND (tier = 'production' OR tier IS NULL) GROUP BY verdict",
            "SELECT * FROM gates WHERE evaluated >= ? AND evaluated < ? AND (tier = 'production' OR tier IS NULL)"
                    + " ORDER BY evaluated DESC FETCH FIRST 50 ROWS ONLY",
            "SELECT service, environment, GREATEST(since, ?) FROM live_since WHERE since < ? AND tier = 'production'");

    private final Connection connection;

    /** What a page shows, row by row as it was asked. */
    record Page(
            List<List<Object>> ended,
            List<List<Object>> shipped,
            List<List<Object>> builds,
            List<List<Object>> tickets,
            List<List<Object>> newest) {

        /** What the ledger says of the same time, in the same words. */
        static Page of(DeliveryFacts facts, List<Deployment> newest, List<LedgerQueries.TicketProgress> tickets) {
            return new Page(
                    facts.deployments().stream()
                            .map(ended -> row(ended.deployment(), micros(ended.restoredAt())))
                            .toList(),
                    facts.shipped().stream()
                            .map(commit -> row(
                                    commit.commitId(),
                                    micros(commit.authored()),
                                    commit.deploymentId(),
                                    micros(commit.shipped())))
                            .toList(),
                    facts.builds().stream()
                            .map(build -> row(
                                    build.result().toString(),
                                    build.durationMillis(),
                                    build.tests().passed(),
                                    build.tests().failed(),
                                    build.tests().skipped(),
                                    build.tests().flaky()))
                            .toList(),
                    tickets.stream()
                            .map(ticket -> row(
                                    ticket.key(),
                                    (long) ticket.commits(),
                                    micros(ticket.since()),
                                    facts.deliveredTickets().contains(ticket.key())))
                            .toList(),
                    newest.stream().map(PlainSchema.Page::row).toList());
        }

        private static List<Object> row(Deployment deployment, Object... more) {
            List<Object> row = new ArrayList<>(row(
                    deployment.id(),
                    deployment.service(),
                    deployment.environment().name(),
                    deployment.version(),
                    deployment.status().toString(),
                    micros(deployment.started()),
                    micros(deployment.finished()),
                    deployment.build().job(),
                    deployment.build().number()));
            row.addAll(Arrays.asList(more));
            return row;
        }

        private static List<Object> row(Object... columns) {
            return Arrays.asList(columns);
        }

        /** The same where rows of one moment stand in another order. */
        Page sorted() {
            return new Page(sorted(ended), sorted(shipped), sorted(builds), sorted(tickets), newest);
        }

        private static List<List<Object>> sorted(List<List<Object>> rows) {
            return rows.stream().sorted(Comparator.comparing(List::toString)).toList();
        }
    }

    /** Connects as the ledger does, and fills a schema of its own. */
    PlainSchema(ProjectionStore.Postgres store, int builds) throws SQLException, IOException {
        connection = LedgerConnection.to(store);
        connection.setAutoCommit(false);
        execute(List.of("CREATE SCHEMA " + store.schema()));
        execute(TABLES);
        fill(builds);
        execute(INDEXES);
        connection.commit();
        connection.setAutoCommit(true);
        // of the ledger's tables too
        execute(List.of("VACUUM ANALYZE"));
        connection.setAutoCommit(false);
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void fill(int builds) throws SQLException, IOException {
        try (Rows buildRows = new Rows("builds");
                Rows commits = new Rows("commits");
                Rows tickets = new Rows("commit_tickets")) {
            for (int i = 0; i < builds; i++) {
                long at = micros(LedgerBenchmark.at(i, builds));
                buildRows.add(
                        i,
                        LedgerBenchmark.service(i),
                        LedgerBenchmark.number(i),
                        LedgerBenchmark.result(i).toString(),
                        at,
                        120_000,
                        400,
                        0,
                        3,
                        1);
                commits.add(
                        i, LedgerBenchmark.commit(i), micros(LedgerBenchmark.authored(i, builds)), "A change " + i);
                tickets.add(i, LedgerBenchmark.ticket(i));
            }
        }
        fillDeployments(builds);
    }

    /** A deployment carries the commits of its service since the last one that succeeded. */
    private void fillDeployments(int builds) throws SQLException, IOException {
        Map<String, List<Integer>> waiting = new HashMap<>();
        Map<String, Long> since = new TreeMap<>();
        try (Rows deployments = new Rows("deployments");
                Rows carried = new Rows("deployment_commits")) {
            for (int i = 0; i < builds; i++) {
                String service = LedgerBenchmark.service(i);
                List<Integer> commits = waiting.computeIfAbsent(service, name -> new ArrayList<>());
                commits.add(i);
                if (LedgerBenchmark.isDeployed(i)) {
                    long at = micros(LedgerBenchmark.at(i, builds));
                    long ended = at + 60_000_000;
                    String status = LedgerBenchmark.status(i).toString();
                    deployments.add(
                            i,
                            "d" + i,
                            service,
                            "production",
                            "production",
                            LedgerBenchmark.version(i),
                            status,
                            at,
                            ended,
                            i);
                    for (int commit : commits) {
                        carried.add(i, commit);
                    }
                    if (status.equals("successful")) {
                        commits.clear();
                        since.putIfAbsent(service, ended);
                    }
                }
            }
        }
        try (Rows live = new Rows("live_since")) {
            for (Map.Entry<String, Long> entry : since.entrySet()) {
                live.add(entry.getKey(), "production", "production", entry.getValue());
            }
        }
    }

    /** Copies rows into a table, in portions. */
    private final class Rows implements AutoCloseable {
        private static final int PORTION = 1 << 20;

        private final String table;
        private final CopyManager copy;
        private final StringBuilder text = new StringBuilder();

        Rows(String table) throws SQLException {
            this.table = table;
            copy = connection.unwrap(PGConnection.class).getCopyAPI();
        }

        void add(Object... columns) throws SQLException, IOException {
            for (int i = 0; i < columns.length; i++) {
                text.append(i == 0 ? "" : "\t").append(columns[i]);
            }
            text.append('\n');
            if (text.length() > PORTION) {
                close();
            }
        }

        @Override
        public void close() throws SQLException, IOException {
            copy.copyIn("COPY " + table + " FROM STDIN", new StringReader(text.toString()));
            text.setLength(0);
        }
    }

    /** Asks everything that a sprint page of the ledger asks. */
    Page page(Instant from, Instant to) throws SQLException {
        long start = micros(from);
        long end = micros(to);
        List<List<Object>> tickets = ask(TICKETS, start, end);
        tickets.forEach(ticket -> ticket.add((long) ticket.get(2) >= start));
        Page page = new Page(
                ask(ENDED, start, end), ask(SHIPPED, start, end), ask(BUILDS, start, end), tickets, ask(NEWEST, start, end));
        for (String question : THE_REST) {
            ask(question, start, end);
        }
        connection.commit();
        return page;
    }

    private List<List<Object>> ask(String question, long from, long to) throws SQLException {
        List<List<Object>> answer = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<Object> row = new ArrayList<>(columns);
                    for (int column = 1; column <= columns; column++) {
                        row.add(rows.getObject(column));
                    }
                    answer.add(row);
                }
            }
        }
        return answer;
    }

    private static Long micros(Instant moment) {
        return moment == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
