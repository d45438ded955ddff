package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The commits that are worked on, by id. */
final class CommitRows extends RowStore<String, CommitRows.CommitRow> {

    private static final String COLUMNS = "id, authored, subject, tickets, arrivals, inferred, controller_no, no";
    private static final String SELECT =
            "SELECT c.no, c.id, c.authored, c.subject, c.tickets, c.arrivals, c.inferred FROM UNNEST(?)";

    private final int controller;
    private final Numbers numbers;

    /** A commit; of one that is only named so far, nothing but the id is known. */
    static final class CommitRow extends RowStore.Row {
        final String id;
        Long authored;
        String subject;
        List<String> tickets = List.of();
        final Arrivals arrivals;
        /** Whether what is known was found later, rather than recorded when it happened. */
        boolean inferred;

        private CommitRow(long no, String id, Arrivals arrivals) {
            super(no);
            this.id = id;
            this.arrivals = arrivals;
        }
    }

    CommitRows(RowWrites writes, KnownKeys keys, int controller, Numbers numbers) {
        super(writes, keys, "commits", COLUMNS);
        this.controller = controller;
        this.numbers = numbers;
    }

    /** The commit, which was fetched before; a new one where there is none. */
    CommitRow getOrAdd(String id) throws SQLException {
        CommitRow row = get(id);
        if (row == null) {
            row = new CommitRow(numbers.next("commits"), id, Arrivals.none());
            add(row);
        }
        return row;
    }

    @Override
    List<CommitRow> selectByKeys(Collection<String> wanted) throws SQLException {
        return reading()
                .list(
                        SELECT + " AS k(id) JOIN commits c ON c.id = k.id AND c.controller_no = ?",
                        CommitRows::read,
                        wanted,
                        controller);
    }

    @Override
    List<CommitRow> selectByNumbers(Collection<Long> wanted) throws SQLException {
        return reading().list(SELECT + " AS k(no) JOIN commits c ON c.no = k.no", CommitRows::read, wanted);
    }

    private static CommitRow read(SqlSession.Row row) throws SQLException {
        long no = row.number();
        String id = row.text();
        Long authored = row.numberOrNull();
        String subject = row.text();
        List<String> tickets = row.texts();
        CommitRow commit = new CommitRow(no, id, new Arrivals(row.numbers()));
        commit.authored = authored;
        commit.subject = subject;
        commit.tickets = tickets;
        commit.inferred = row.flag();
        return commit;
    }

    @Override
    String keyOf(CommitRow row) {
        return row.id;
    }

    @Override
    long hash(String id) {
        return KnownKeys.key(controller, id);
    }

    @Override
    Object[] values(CommitRow row) {
        return new Object[] {
            row.id, row.authored, row.subject, row.tickets, row.arrivals.cells(), row.inferred, controller, row.no
        };
    }
}
