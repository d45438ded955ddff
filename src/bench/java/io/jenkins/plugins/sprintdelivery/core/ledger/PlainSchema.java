package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/** What the ledger is measured against on PostgreSQL: the same history and questions, by hand on a plain schema. */
final class PlainSchema {

    private static final long START = Instant.parse("2017-01-02T00:00:00Z").getEpochSecond() * 1_000_000;
    private static final long SPRINT = 7L * 24 * 3600 * 1_000_000;

    private static final List<String> QUESTIONS = List.of(
            "SELECT d.id, d.service, d.environment, d.version, d.status, d.started, d.ended, b.job, b.number"
                    + " FROM deployments d LEFT JOIN builds b ON b.id = d.build_id"
                    + " WHERE d.ended >= ? AND d.ended < ? AND d.tier = 'production' ORDER BY d.ended",
            "SELECT d.id, t.ticket FROM deployments d JOIN deployment_commits dc ON dc.deployment_id = d.id"
                    + " JOIN commit_tickets t ON t.commit_id = dc.commit_id"
                    + " WHERE d.ended >= ? AND d.ended < ? AND d.tier = 'production'",
            "SELECT c.sha, c.authored, d.id, d.ended FROM deployments d"
                    + " JOIN deployment_commits dc ON dc.deployment_id = d.id JOIN commits c ON c.id = dc.commit_id"
                    + " WHERE d.ended >= ? AND d.ended < ? AND d.tier = 'production' ORDER BY d.ended",
            "SELECT b.result, b.duration, b.passed, b.failed, b.skipped, b.flaky FROM builds b"
                    + " WHERE b.started >= ? AND b.started < ? ORDER BY b.started",
            "SELECT t.ticket, COUNT(DISTINCT d.id), MIN(d.ended), COUNT(DISTINCT t.commit_id) FROM deployments d"
                    + " JOIN deployment_commits dc ON dc.deployment_id = d.id"
                    + " JOIN commit_tickets t ON t.commit_id = dc.commit_id"
                    + " WHERE d.ended >= ? AND d.ended < ? GROUP BY t.ticket",
            "SELECT d.* FROM deployments d WHERE d.started >= ? AND d.started < ? AND d.tier = 'production'"
                    + " ORDER BY d.started DESC FETCH FIRST 50 ROWS ONLY");

    private PlainSchema() {}

    /** Fills the schema and asks; prints how long an answer takes. */
    static void measure(PostgresServer server, int builds, int rounds, int sprints) throws SQLException {
        long step = SPRINT * sprints / builds;
        server.execute(List.of(
                "CREATE SCHEMA plain",
                "SET search_path = plain",
                "CREATE TABLE plain.builds AS SELECT i::bigint AS id, 'service-' || i % 200 AS job,"
                        + " i / 200 + 1 AS number, CASE WHEN i % 7 = 0 THEN 'failed' ELSE 'successful' END AS result, "
                        + START + " + i * " + step + "::bigint AS started, 120000::bigint AS duration, 400 AS passed,"
                        + " 0 AS failed, 3 AS skipped, 1 AS flaky FROM generate_series(0, " + (builds - 1) + ") i",
                "CREATE TABLE plain.commits AS SELECT i::bigint AS id, md5(i::text) || '00000000' AS sha, " + START
                        + " + i * " + step + "::bigint - (i % 50) * 3600000000 AS authored, 'A change ' || i AS subject"
                        + " FROM generate_series(0, " + (builds - 1) + ") i",
                "CREATE TABLE plain.commit_tickets AS SELECT i::bigint AS commit_id, 'ABC-' || i / 5 AS ticket"
                        + " FROM generate_series(0, " + (builds - 1) + ") i",
                "CREATE TABLE plain.deployments AS SELECT i::bigint AS id, 'service-' || i % 200 AS service,"
                        + " 'production' AS environment, 'production' AS tier, '1.' || i / 200 AS version,"
                        + " CASE WHEN i % 11 = 0 THEN 'failed' ELSE 'successful' END AS status, " + START + " + i * "
                        + step + "::bigint AS started, " + START + " + i * " + step + "::bigint + 60000000 AS ended,"
                        + " i::bigint AS build_id FROM generate_series(0, " + (builds - 1) + ") i"
                        + " WHERE i / 200 % 5 = 4",
                "CREATE TABLE plain.deployment_commits AS SELECT d.id AS deployment_id, d.id - n * 200 AS commit_id"
                        + " FROM plain.deployments d, generate_series(0, 4) n WHERE d.id >= n * 200",
                "ALTER TABLE plain.builds ADD PRIMARY KEY (id)",
                "ALTER TABLE plain.commits ADD PRIMARY KEY (id)",
                "ALTER TABLE plain.deployments ADD PRIMARY KEY (id)",
                "ALTER TABLE plain.deployment_commits ADD PRIMARY KEY (deployment_id, commit_id)",
                "ALTER TABLE plain.commit_tickets ADD PRIMARY KEY (commit_id, ticket)",
                "CREATE INDEX ON plain.builds (started)",
                "CREATE INDEX ON plain.deployments (ended)",
                "CREATE INDEX ON plain.deployments (started)",
                "CREATE INDEX ON plain.commit_tickets (ticket)",
                "ANALYZE"));
        long[] page = new long[rounds];
        try (Connection connection = server.connection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET search_path = plain");
            }
            for (int round = 0; round < 2 * rounds; round++) {
                long from = START + round * 37 % sprints * SPRINT;
                long begin = System.nanoTime();
                for (String question : QUESTIONS) {
                    ask(connection, question, from);
                }
                page[round % rounds] = System.nanoTime() - begin;
            }
        }
        System.out.printf(
                "PostgreSQL, by hand on a plain schema, sprint page: median %.1f ms, p95 %.1f ms%n",
                LedgerBenchmark.percentile(page, 50) / 1e6, LedgerBenchmark.percentile(page, 95) / 1e6);
    }

    private static void ask(Connection connection, String question, long from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setLong(1, from);
            statement.setLong(2, from + SPRINT);
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int column = 1; column <= columns; column++) {
                        rows.getObject(column);
                    }
                }
            }
        }
    }
}
