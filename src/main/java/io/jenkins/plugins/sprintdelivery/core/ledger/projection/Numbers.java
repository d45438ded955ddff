package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Gives rows their numbers: rising within a table, and in a range of the controller's own. */
final class Numbers {

    private static final int BITS = 40;

    private final SqlSession sql;
    private final int controller;
    private final Map<String, Long> next = new HashMap<>();

    Numbers(SqlSession sql, int controller) {
        this.sql = sql;
        this.controller = controller;
    }

    long next(String table) throws SQLException {
        Long number = next.get(table);
        if (number == null) {
            long low = (long) controller << BITS;
            number = sql.list(
                            "SELECT COALESCE(MAX(no) + 1, ?) FROM " + table + " WHERE no >= ? AND no < ?",
                            SqlSession.Row::number,
                            low,
                            low,
                            low + (1L << BITS))
                    .get(0);
        }
        next.put(table, number + 1);
        return number;
    }
}
