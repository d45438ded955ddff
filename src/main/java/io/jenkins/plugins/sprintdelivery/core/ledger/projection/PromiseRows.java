package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What sprints promised and hold, as the database has it: whole as JSON. */
final class PromiseRows {

    private static final String KEY = " WHERE sprint_id = ? AND controller_no = ?";

    private PromiseRows() {}

    /** Takes what the batch says; a commitment that is there already stays as it is. */
    static void write(SqlSession sql, int controller, FactBatch batch, Touched touched) throws SQLException {
        for (Commitment commitment : batch.commitments.values()) {
            if (content(sql, "commitments", commitment.sprintId(), controller).isEmpty()) {
                insert(
                        sql,
                        "commitments",
                        controller,
                        commitment.sprintId(),
                        commitment.tracker(),
                        commitment.at(),
                        commitment);
                touched.news.add(commitment);
            }
        }
        for (SprintContents contents : batch.contents.values()) {
            write(sql, controller, contents, touched);
        }
    }

    private static void write(SqlSession sql, int controller, SprintContents contents, Touched touched)
            throws SQLException {
        String text = SqlSession.storable(Json.mapper().writeValueAsString(contents));
        Optional<String> before = content(sql, "sprint_contents", contents.sprintId(), controller);
        if (before.isEmpty()) {
            insert(
                    sql,
                    "sprint_contents",
                    controller,
                    contents.sprintId(),
                    contents.tracker(),
                    contents.at(),
                    contents);
        } else if (before.get().equals(text)) {
            return;
        } else {
            sql.update(
                    "UPDATE sprint_contents SET tracker = ?, at = ?, content = ?" + KEY,
                    contents.tracker(),
                    contents.at(),
                    text,
                    contents.sprintId(),
                    controller);
        }
        touched.news.add(contents);
    }

    private static Optional<String> content(SqlSession sql, String table, String sprint, int controller)
            throws SQLException {
        return sql.first("SELECT content FROM " + table + KEY, SqlSession.Row::text, sprint, controller);
    }

    private static void insert(
            SqlSession sql, String table, int controller, String sprint, String tracker, Instant at, Object content)
            throws SQLException {
        sql.update(
                "INSERT INTO " + table + " (sprint_id, tracker, at, content, controller_no) VALUES (?, ?, ?, ?, ?)",
                sprint,
                tracker,
                at,
                Json.mapper().writeValueAsString(content),
                controller);
    }

    /** Of several controllers the first commitment and the last word on the contents. */
    static Optional<SprintPromise> promise(SqlSession sql, String sprint) throws SQLException {
        Commitment commitment = read(sql, "commitments", "at", sprint, Commitment.class);
        SprintContents contents = read(sql, "sprint_contents", "at DESC", sprint, SprintContents.class);
        return commitment == null && contents == null
                ? Optional.empty()
                : Optional.of(new SprintPromise(commitment, contents));
    }

    private static <T> T read(SqlSession sql, String table, String order, String sprint, Class<T> type)
            throws SQLException {
        return sql.first(
                        "SELECT content FROM " + table + " WHERE sprint_id = ? ORDER BY " + order
                                + ", controller_no FETCH FIRST 1 ROW ONLY",
                        SqlSession.Row::text,
                        sprint)
                .map(text -> Json.mapper().readValue(text, type))
                .orElse(null);
    }
}
