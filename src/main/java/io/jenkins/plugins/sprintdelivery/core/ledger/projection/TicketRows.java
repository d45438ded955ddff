package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The tickets that are worked on, by key. */
final class TicketRows extends RowStore<String, TicketRows.TicketRow> {

    private static final String COLUMNS = "ticket, commits, arrivals, builds, controller_no, no";
    private static final String SELECT = "SELECT t.no, t.ticket, t.commits, t.arrivals, t.builds FROM UNNEST(?)";

    private final int controller;
    private final Numbers numbers;

    /** A ticket. */
    static final class TicketRow extends RowStore.Row {
        final String ticket;
        int commits;
        final Arrivals arrivals;
        final BuildSpans builds;

        private TicketRow(long no, String ticket, int commits, Arrivals arrivals, BuildSpans builds) {
            super(no);
            this.ticket = ticket;
            this.commits = commits;
            this.arrivals = arrivals;
            this.builds = builds;
        }
    }

    TicketRows(RowWrites writes, KnownKeys keys, int controller, Numbers numbers) {
        super(writes, keys, "tickets", COLUMNS);
        this.controller = controller;
        this.numbers = numbers;
    }

    /** The ticket, which was fetched before; a new one where there is none. */
    TicketRow getOrAdd(String ticket) throws SQLException {
        TicketRow row = get(ticket);
        if (row == null) {
            row = new TicketRow(numbers.next("tickets"), ticket, 0, Arrivals.none(), BuildSpans.none());
            add(row);
        }
        return row;
    }

    @Override
    List<TicketRow> selectByKeys(Collection<String> wanted) throws SQLException {
        return reading()
                .list(
                        SELECT + " AS k(ticket) JOIN tickets t ON t.ticket = k.ticket AND t.controller_no = ?",
                        TicketRows::read,
                        wanted,
                        controller);
    }

    @Override
    List<TicketRow> selectByNumbers(Collection<Long> wanted) throws SQLException {
        return reading().list(SELECT + " AS k(no) JOIN tickets t ON t.no = k.no", TicketRows::read, wanted);
    }

    private static TicketRow read(SqlSession.Row row) throws SQLException {
        return new TicketRow(
                row.number(), row.text(), row.integer(), new Arrivals(row.numbers()), new BuildSpans(row.numbers()));
    }

    @Override
    String keyOf(TicketRow row) {
        return row.ticket;
    }

    @Override
    long hash(String ticket) {
        return KnownKeys.key(controller, ticket);
    }

    @Override
    Object[] values(TicketRow row) {
        return new Object[] {row.ticket, row.commits, row.arrivals.cells(), row.builds.cells(), controller, row.no};
    }
}
