package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.FactBatch.PromiseKey;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What sprints promised and hold, as the database has it: whole as JSON, by tracker and sprint. */
final class PromiseRows {

    private static final String KEY = " WHERE sprint_id = ? AND tracker = ? AND controller_no = ?";

    private PromiseRows() {}

    /** Takes what the batch says; a commitment that is there already stays as it is. */
    static void write(SqlSession sql, int controller, FactBatch batch, Touched touched) throws SQLException {
        for (Map.Entry<PromiseKey, Commitment> entry : batch.commitments.entrySet()) {
            if (content(sql, "commitments", entry.getKey(), controller).isEmpty()) {
                Commitment commitment = entry.getValue();
                insert(sql, "commitments", controller, entry.getKey(), commitment.at(), commitment);
                touched.news.add(commitment);
            }
        }
        for (Map.Entry<PromiseKey, SprintContents> entry : batch.contents.entrySet()) {
            write(sql, controller, entry.getKey(), entry.getValue(), touched);
        }
    }

    private static void write(SqlSession sql, int controller, PromiseKey key, SprintContents contents, Touched touched)
            throws SQLException {
        String text = SqlSession.storable(Json.mapper().writeValueAsString(contents));
        Optional<String> before = content(sql, "sprint_contents", key, controller);
        if (before.isEmpty()) {
            insert(sql, "sprint_contents", controller, key, contents.at(), contents);
        } else if (before.get().equals(text)) {
            return;
        } else {
            sql.update(
                    "UPDATE sprint_contents SET at = ?, content = ?" + KEY,
                    contents.at(),
                    text,
                    key.sprint(),
                    key.tracker(),
                    controller);
        }
        touched.news.add(contents);
    }

    private static Optional<String> content(SqlSession sql, String table, PromiseKey key, int controller)
            throws SQLException {
        return sql.first(
                "SELECT content FROM " + table + KEY, SqlSession.Row::text, key.sprint(), key.tracker(), controller);
    }

    private static void insert(SqlSession sql, String table, int controller, PromiseKey key, Instant at, Object content)
            throws SQLException {
        sql.update(
                "INSERT INTO " + table + " (sprint_id, tracker, at, content, controller_no) VALUES (?, ?, ?, ?, ?)",
                key.sprint(),
                key.tracker(),
                at,
                Json.mapper().writeValueAsString(content),
                controller);
    }

    /** By the trackers' names; of several controllers the first commitment and the last word on the contents. */
    static List<SprintPromise> promises(SqlSession sql, String sprint) throws SQLException {
        Map<String, Commitment> commitments = read(sql, "commitments", "at", sprint, Commitment.class);
        Map<String, SprintContents> contents = read(sql, "sprint_contents", "at DESC", sprint, SprintContents.class);
        TreeSet<String> trackers = new TreeSet<>(commitments.keySet());
        trackers.addAll(contents.keySet());
        return trackers.stream()
                .map(tracker -> new SprintPromise(commitments.get(tracker), contents.get(tracker)))
                .toList();
    }

    private static <T> Map<String, T> read(SqlSession sql, String table, String order, String sprint, Class<T> type)
            throws SQLException {
        Map<String, T> byTracker = new TreeMap<>();
        sql.each(
                "SELECT tracker, content FROM " + table + " WHERE sprint_id = ? ORDER BY " + order + ", controller_no",
                row -> {
                    String tracker = row.text();
                    String content = row.text();
                    if (!byTracker.containsKey(tracker)) {
                        byTracker.put(tracker, Json.mapper().readValue(content, type));
                    }
                },
                sprint);
        return byTracker;
    }
}
