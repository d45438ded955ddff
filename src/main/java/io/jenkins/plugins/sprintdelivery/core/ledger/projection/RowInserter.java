package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;
import java.util.List;

/** Inserts new rows. Of one thread. */
interface RowInserter {

    /**
     * Inserts the rows, all of them new.
     *
     * @param columns of the table, separated by a comma and a space
     * @param rows values as the columns are named
     */
    void insert(String table, String columns, List<Object[]> rows) throws SQLException;

    /** Inserts by SQL. */
    static RowInserter bySql(SqlSession sql) {
        return (table, columns, rows) -> {
            String places = ", ?".repeat(columns.split(", ").length).substring(2);
            sql.batch("INSERT INTO " + table + " (" + columns + ") VALUES (" + places + ")", rows);
        };
    }
}
