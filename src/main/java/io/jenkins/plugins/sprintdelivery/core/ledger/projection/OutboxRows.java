package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobNames;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerOutbox;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is told to trackers and event sinks, as the database has it: whole as JSON, with what is asked for beside it. */
final class OutboxRows {

    private static final String KEY = " WHERE controller_no = ? AND id = ?";

    /** What was said last to one site about one thing. */
    private static final String SAID_LAST =
            "COALESCE((SELECT o.said FROM outbox o WHERE o.controller_no = t.controller_no"
                    + " AND o.subject = %s AND o.site = ? AND o.kind = ? ORDER BY o.sequence DESC FETCH FIRST 1 ROW ONLY), '')";

    private static final String BUILD_ID = "(j.name || '#' || CAST(t.build_number AS VARCHAR))";

    private OutboxRows() {}

    static void write(SqlSession sql, int controller, FactBatch batch, Touched touched) throws SQLException {
        for (OutboxEntry entry : batch.outbox.values()) {
            String text = SqlSession.storable(Json.mapper().writeValueAsString(entry));
            Optional<String> before =
                    sql.first("SELECT content FROM outbox" + KEY, SqlSession.Row::text, controller, entry.id());
            if (before.isPresent() && before.get().equals(text)) {
                continue;
            }
            Object[] row = {
                entry.site(),
                entry.kind(),
                entry.subject(),
                entry.said(),
                entry.sequence(),
                entry.state(),
                entry.at(),
                entry.due(),
                text,
                controller,
                entry.id()
            };
            sql.update(
                    before.isPresent()
                            ? "UPDATE outbox SET site = ?, kind = ?, subject = ?, said = ?, sequence = ?, state = ?,"
                                    + " at = ?, due = ?, content = ?" + KEY
                            : "INSERT INTO outbox (site, kind, subject, said, sequence, state, at, due, content,"
                                    + " controller_no, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row);
            touched.news.add(entry);
        }
    }

    static List<OutboxEntry> newest(SqlSession sql, int limit) throws SQLException {
        return sql.list(
                "SELECT content FROM outbox ORDER BY sequence DESC, id DESC FETCH FIRST ? ROWS ONLY",
                OutboxRows::entry,
                limit);
    }

    static List<OutboxEntry> due(SqlSession sql, int controller, Instant now, int limit) throws SQLException {
        return sql.list(
                "SELECT content FROM outbox WHERE controller_no = ? AND due <= ? AND kind NOT LIKE '%-event'"
                        + " ORDER BY sequence, id FETCH FIRST ? ROWS ONLY",
                OutboxRows::entry, controller, now, limit);
    }

    /** The highest sequence number there is of a subject, or 0. */
    static long lastSequence(SqlSession sql, int controller, String subject) throws SQLException {
        return sql.first(
                        "SELECT MAX(sequence) FROM outbox WHERE controller_no = ? AND subject = ?",
                        row -> row.number(),
                        controller,
                        subject)
                .orElse(0L);
    }

    /** The highest sequence number there is of a site, or 0. */
    static long lastSequenceOfSite(SqlSession sql, int controller, String site) throws SQLException {
        return sql.first(
                        "SELECT MAX(sequence) FROM outbox WHERE controller_no = ? AND site = ?",
                        SqlSession.Row::number,
                        controller,
                        site)
                .orElse(0L);
    }

    /** Events that a sink did not get yet, in the order in which it is to get them. */
    static List<OutboxEntry> queuedEvents(SqlSession sql, int controller, String sink, int limit) throws SQLException {
        return sql.list(
                "SELECT content FROM outbox WHERE controller_no = ? AND site = ? AND due IS NOT NULL"
                        + " AND kind LIKE '%-event' ORDER BY sequence, id FETCH FIRST ? ROWS ONLY",
                OutboxRows::entry, controller, sink, limit);
    }

    /** Names of sinks that did not get all of their events yet. */
    static List<String> sinksThatWait(SqlSession sql, int controller) throws SQLException {
        return sql.list(
                "SELECT DISTINCT site FROM outbox WHERE controller_no = ? AND due IS NOT NULL AND kind LIKE '%-event'",
                SqlSession.Row::text, controller);
    }

    /** Facts whose state a sink was not told yet, the oldest first. */
    static List<LedgerOutbox.UntoldFact> untoldFacts(
            SqlSession sql, int controller, String sink, OutboxEntry.Kind kind, LedgerOutbox.Window window)
            throws SQLException {
        Facts facts = Facts.of(kind);
        String before = SAID_LAST.formatted("t.id");
        return sql.list(
                "SELECT f.id, f.said, f.said_before FROM (SELECT t.id, t." + facts.moment() + " AS moment, "
                        + facts.said()
                        + " AS said, " + before + " AS said_before FROM " + facts.table()
                        + " t WHERE t.controller_no = ? AND t." + facts.moment() + " < ? AND (t." + facts.moment()
                        + " >= ?" + facts.otherMoment() + ")" + facts.condition()
                        + ") f WHERE f.said <> f.said_before ORDER BY f.moment, f.id FETCH FIRST ? ROWS ONLY",
                row -> new LedgerOutbox.UntoldFact(row.text(), row.text(), row.text()),
                facts.arguments(controller, sink, kind, window));
    }

    /**
     * Where a kind of fact is kept.
     *
     * @param moment the column that says when it happened
     * @param said what is told of it, as an expression
     * @param otherMoment another way to be news, whose one argument is the moment from which on facts are news; of overrides
     *     that the second person agreed to one that was told, whose arguments are since when it counts, the sink and the kind
     * @param condition what else has to hold
     */
    private record Facts(String table, String moment, String said, String otherMoment, String condition) {

        static Facts of(OutboxEntry.Kind kind) {
            return switch (kind) {
                case DEPLOYMENT_EVENT ->
                    new Facts(
                            "deployments",
                            "ended",
                            "CASE WHEN t.reached THEN 'successful' ELSE 'failed' END",
                            "",
                            " AND (t.reached OR t.status = 'failed')");
                case INCIDENT_EVENT ->
                    new Facts(
                            "incidents",
                            "opened",
                            "CASE WHEN t.resolved IS NULL THEN 'detected' ELSE 'resolved' END",
                            " OR t.resolved >= ?",
                            "");
                case GATE_EVENT -> new Facts("gates", "evaluated", "t.verdict", "", "");
                case APPROVAL_EVENT -> new Facts("decisions", "decided", "t.kind", "", " AND t.kind = 'approval'");
                case OVERRIDE_EVENT ->
                    new Facts(
                            "decisions",
                            "decided",
                            // within a text the quotes would be escaped
                            "CASE WHEN t.content LIKE '%\"secondAt\":%' THEN 'agreed' ELSE t.kind END",
                            " OR t.decided >= ? AND " + SAID_LAST.formatted("t.id") + " = 'override'",
                            " AND t.kind = 'override'");
                default -> throw new IllegalArgumentException(kind + " is no event");
            };
        }

        Object[] arguments(int controller, String sink, OutboxEntry.Kind kind, LedgerOutbox.Window window) {
            List<Object> arguments =
                    new ArrayList<>(List.of(sink, kind, controller, window.to(), window.from(), window.limit()));
            if (kind == OutboxEntry.Kind.INCIDENT_EVENT) {
                arguments.add(arguments.size() - 1, window.from());
            } else if (kind == OutboxEntry.Kind.OVERRIDE_EVENT) {
                arguments.addAll(arguments.size() - 1, List.of(window.toldFrom(), sink, kind));
            }
            return arguments.toArray();
        }
    }

    private static OutboxEntry entry(SqlSession.Row row) throws SQLException {
        return Json.mapper().readValue(row.text(), OutboxEntry.class);
    }

    /** Ids and tickets of deployments whose state was not said to the site yet, the oldest first. */
    static List<LedgerOutbox.Untold> untoldDeployments(
            SqlSession sql, int controller, String site, OutboxEntry.Kind kind, LedgerOutbox.Window window)
            throws SQLException {
        return sql.list(
                "SELECT t.id, t.status, t.tier, (SELECT j.name FROM jobs j WHERE j.no = t.job_no), t.tickets FROM deployments t WHERE t.controller_no = ? AND CARDINALITY(t.tickets) > 0"
                        + " AND t.ended < ? AND (t.ended >= ? OR t.ended >= ? AND EXISTS (SELECT 1 FROM outbox p"
                        + " WHERE p.controller_no = t.controller_no AND p.subject = t.id AND p.site = ? AND p.kind = ?))"
                        + " AND t.status <> " + SAID_LAST.formatted("t.id")
                        + " ORDER BY t.ended, t.id FETCH FIRST ? ROWS ONLY",
                OutboxRows::untold,
                controller,
                window.to(),
                window.from(),
                window.toldFrom(),
                site,
                kind,
                site,
                kind,
                window.limit());
    }

    private static LedgerOutbox.Untold untold(SqlSession.Row row) throws SQLException {
        String id = row.text();
        String status = row.text();
        EnvironmentTier tier = EnvironmentTier.parse(row.text());
        String job = row.text();
        return new LedgerOutbox.Untold(id, status, tier, job == null ? null : JobNames.shown(job), row.texts());
    }

    static Optional<OutboxEntry> first(
            SqlSession sql, int controller, String site, OutboxEntry.Kind kind, String subject) throws SQLException {
        return sql.first(
                "SELECT content FROM outbox WHERE controller_no = ? AND subject = ? AND site = ? AND kind = ?"
                        + " ORDER BY sequence FETCH FIRST 1 ROW ONLY",
                OutboxRows::entry,
                controller,
                subject,
                site,
                kind);
    }

    static List<OutboxEntry> queued(SqlSession sql, int controller, String subject) throws SQLException {
        return sql.list(
                "SELECT content FROM outbox WHERE controller_no = ? AND subject = ? AND due IS NOT NULL",
                OutboxRows::entry,
                controller,
                subject);
    }

    /** Builds whose state was not said to the site yet, the oldest first. */
    static List<Build> untoldBuilds(
            SqlSession sql, int controller, String site, OutboxEntry.Kind kind, LedgerOutbox.Window window)
            throws SQLException {
        return sql.list(
                "SELECT j.name, t.build_number, t.url, t.service, t.result, t.started, t.duration_millis, t.sprint_id,"
                        + " t.tests_passed, t.tests_failed, t.tests_skipped, t.tests_flaky, t.version, t.tickets"
                        + " FROM builds t JOIN jobs j ON j.no = t.job_no WHERE t.no >= ? AND t.started < ?"
                        + " AND (t.started >= ? OR EXISTS (SELECT 1 FROM outbox p WHERE p.controller_no = t.controller_no"
                        + " AND p.subject = " + BUILD_ID + " AND p.site = ? AND p.kind = ?))"
                        + " AND t.controller_no = ? AND CARDINALITY(t.tickets) > 0 AND t.result <> "
                        + SAID_LAST.formatted(BUILD_ID)
                        + " ORDER BY t.started, t.build_number FETCH FIRST ? ROWS ONLY",
                OutboxRows::build,
                BuildRows.lowest(SqlSession.micros(window.toldFrom())),
                window.to(),
                window.from(),
                site,
                kind,
                controller,
                site,
                kind,
                window.limit());
    }

    private static Build build(SqlSession.Row row) throws SQLException {
        BuildReference reference = JobNames.reference(row.text(), row.integer(), row.text());
        String service = row.text();
        BuildResult result = BuildResult.parse(row.text());
        Instant started = row.moment();
        long duration = row.number();
        String sprint = row.text();
        Integer passed = row.integerOrNull();
        Integer failed = row.integerOrNull();
        Integer skipped = row.integerOrNull();
        Integer flaky = row.integerOrNull();
        TestCounts tests = passed == null ? null : new TestCounts(passed, failed, skipped, flaky);
        String version = row.text();
        return new Build(reference, service, result, started, duration, sprint, row.texts(), tests, version, List.of());
    }
}
