package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;

/** Where rows that were worked on are written. */
interface RowWrites {

    /** Writes some rows. */
    interface Write {
        void on(SqlSession sql, RowInserter inserter) throws SQLException;
    }

    /** Takes a write, which is done at once or a little later, in the order of the calls. */
    void write(Write write) throws SQLException;

    /** A session that sees everything that was written; of the caller's until the next write. */
    SqlSession reading() throws SQLException;

    /** Writes at once, in the session's transaction. */
    static RowWrites at(SqlSession sql) {
        RowInserter inserter = RowInserter.bySql(sql);
        return new RowWrites() {
            @Override
            public void write(Write write) throws SQLException {
                write.on(sql, inserter);
            }

            @Override
            public SqlSession reading() {
                return sql;
            }
        };
    }
}
