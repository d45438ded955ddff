package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many builds each sprint has, by service and of all, kept by adding and taking away. */
final class SprintCounts {

    private static final String ALL = "";

    private final SqlSession sql;
    private final int controller;
    private final Map<Key, int[]> changes = new HashMap<>();

    private record Key(String sprint, String service) {}

    SprintCounts(SqlSession sql, int controller) {
        this.sql = sql;
        this.controller = controller;
    }

    /** A build belongs to the sprint from now on (+1), or no longer (-1); a null sprint is none. */
    void add(String sprint, String service, boolean successful, int sign) {
        if (sprint == null) {
            return;
        }
        for (String key : new String[] {service, ALL}) {
            int[] change = changes.computeIfAbsent(new Key(sprint, key), fresh -> new int[2]);
            change[0] += sign;
            change[1] += successful ? sign : 0;
        }
    }

    /** How many counters wait to be written. */
    int size() {
        return changes.size();
    }

    void flush() throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        changes.forEach((key, change) -> {
            if (change[0] != 0 || change[1] != 0) {
                rows.add(new Object[] {change[0], change[1], controller, key.sprint(), key.service()});
            }
        });
        changes.clear();
        List<Object[]> fresh = sql.unmatched(
                "UPDATE sprint_builds SET builds = builds + ?, successful = successful + ?"
                        + " WHERE controller_no = ? AND sprint_id = ? AND service = ?",
                rows);
        sql.batch(
                "INSERT INTO sprint_builds (builds, successful, controller_no, sprint_id, service)"
                        + " VALUES (?, ?, ?, ?, ?)",
                fresh);
    }
}
