package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of one controller that are worked on. */
final class Rows implements AutoCloseable {

    private static final int KEPT_COMMITS = 7_000;
    private static final int KEPT_TICKETS = 2_000;
    private static final int KEPT_BUILDS = 7_000;
    private static final int KEPT_DEPLOYMENTS = 1_500;
    /** How much more than that may gather before it is let go of, in one batch. */
    private static final double SLACK = 1.25;

    final CommitRows commits;
    final TicketRows tickets;
    final BuildRows builds;
    final DeploymentRows deployments;
    /** Every version that reached a target, while an empty database is loaded; otherwise null. */
    final KnownKeys versions;
    /** Every counter of builds, while an empty database is loaded; otherwise null. */
    final KnownKeys counters;

    private final List<KnownKeys> keys;

    private Rows(SqlSession sql, RowWrites writes, int controller, boolean alone, List<KnownKeys> keys) {
        this.keys = keys;
        Numbers numbers = new Numbers(sql, controller);
        boolean known = !keys.isEmpty();
        commits = new CommitRows(writes, known ? keys.get(0) : null, controller, numbers);
        tickets = new TicketRows(writes, known ? keys.get(1) : null, controller, numbers);
        builds = new BuildRows(writes, known ? keys.get(2) : null, controller, alone);
        deployments = new DeploymentRows(writes, known ? keys.get(3) : null, controller, numbers);
        versions = known ? keys.get(4) : null;
        counters = known ? keys.get(5) : null;
    }

    /** Rows that are looked up in the database. */
    static Rows lookedUp(SqlSession sql, int controller) {
        return new Rows(sql, RowWrites.at(sql), controller, false, List.of());
    }

    /**
     * Rows of a controller that has none yet, so that what exists is known without a look.
     *
     * @param writes where they are written
     * @param directory for temporary files
     * @param alone whether nobody else writes the database
     */
    static Rows fromNothing(SqlSession sql, RowWrites writes, int controller, Path directory, boolean alone)
            throws IOException {
        List<KnownKeys> keys = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                keys.add(new KnownKeys(directory));
            }
        } catch (IOException e) {
            close(keys);
            throw e;
        }
        return new Rows(sql, writes, controller, alone, keys);
    }

    void flush() throws SQLException {
        commits.flush();
        tickets.flush();
        builds.flush();
        deployments.flush();
    }

    /** Forgets everything, which was written before. */
    void clear() {
        commits.clear();
        tickets.clear();
        builds.clear();
        deployments.clear();
    }

    /** Writes and forgets what was not used lately, so that memory stays bounded. */
    void shrink() throws SQLException {
        commits.shrink(KEPT_COMMITS, SLACK);
        tickets.shrink(KEPT_TICKETS, SLACK);
        builds.shrink(KEPT_BUILDS, SLACK);
        deployments.shrink(KEPT_DEPLOYMENTS, SLACK);
    }

    @Override
    public void close() throws IOException {
        close(keys);
    }

    private static void close(List<KnownKeys> keys) throws IOException {
        for (KnownKeys some : keys) {
            some.close();
        }
    }
}
