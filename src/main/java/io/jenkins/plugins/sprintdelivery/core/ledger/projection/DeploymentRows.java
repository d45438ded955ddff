package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The deployments that are worked on, by id. */
final class DeploymentRows extends RowStore<String, DeploymentRows.DeploymentRow> {

    private static final String COLUMNS =
            "id, target_no, service, environment, tier, version, commit_id, previous_given, kind_given, status_given,"
                    + " reached, started, finished, ended, job_no, build_number, build_url, sprint_given,"
                    + " commits_given, tickets_given, inferred, sprint_id, status, kind, previous_version, restored, commits,"
                    + " commits_authored, commits_shipped, tickets, tickets_shipped, controller_no, no";
    private static final String SELECT =
            "SELECT d.no, d.id, d.target_no, d.service, d.environment, d.tier, d.version, d.commit_id,"
                    + " d.previous_given, d.kind_given, d.status_given, d.started, d.finished, d.job_no,"
                    + " d.build_number, d.build_url, d.sprint_given, d.commits_given, d.tickets_given, d.inferred, d.sprint_id,"
                    + " d.status, d.kind, d.previous_version, d.restored, d.commits, d.commits_authored,"
                    + " d.commits_shipped, d.tickets, d.tickets_shipped FROM ";

    /** The order of a target's history: as the attempts ended, then as they began, then by id. */
    static final Comparator<DeploymentRow> HISTORY = Comparator.<DeploymentRow>comparingLong(row -> row.content.ended())
            .thenComparingLong(row -> row.content.started())
            .thenComparing(row -> row.id);

    private final int controller;
    private final Numbers numbers;

    /** What a deployment says, and whether it was found later, rather than recorded when it happened. */
    record Content(
            long target,
            String service,
            String environment,
            String tier,
            String version,
            String commit,
            String previous,
            String kind,
            String status,
            long started,
            Long finished,
            Long job,
            Integer build,
            String buildUrl,
            String sprint,
            List<String> commits,
            List<String> tickets,
            boolean inferred) {

        /** The same with the commits and tickets of the other. */
        Content withLinks(Content other) {
            return new Content(
                    target,
                    service,
                    environment,
                    tier,
                    version,
                    commit,
                    previous,
                    kind,
                    status,
                    started,
                    finished,
                    job,
                    build,
                    buildUrl,
                    sprint,
                    other.commits,
                    other.tickets,
                    inferred);
        }

        /** Its finish, or its start while it has none. */
        long ended() {
            return finished == null ? started : finished;
        }

        boolean isFailed() {
            return status.equals(DeploymentStatus.FAILED.toString());
        }

        boolean isRolledBack() {
            return status.equals(DeploymentStatus.ROLLED_BACK.toString());
        }

        boolean hasReached() {
            return status.equals(DeploymentStatus.SUCCESSFUL.toString()) || isRolledBack();
        }
    }

    /**
     * What a deployment carries.
     *
     * @param commits ids, first those that it was the first to bring to its target
     * @param authored when each commit was written, or null
     * @param shippedCommits how many it was the first to bring
     * @param tickets keys, in the same order
     * @param shippedTickets how many of them it was the first to bring
     */
    record Cargo(
            List<String> commits, List<Long> authored, int shippedCommits, List<String> tickets, int shippedTickets) {
        static final Cargo NONE = new Cargo(List.of(), List.of(), 0, List.of(), 0);
    }

    /** A deployment: what it says, and what follows from the history. */
    static final class DeploymentRow extends RowStore.Row {
        final String id;
        Content content;
        String sprint;
        private String status;
        private String kind;
        private String previous;
        private Long restored;
        private Cargo cargo = Cargo.NONE;
        /** In which portion it was written last, while an empty database is loaded. */
        int portion;
        /** Whether it waits to be derived, while an empty database is loaded. */
        boolean waits;

        private DeploymentRow(long no, String id) {
            super(no);
            this.id = id;
        }

        String kind() {
            return kind;
        }

        Cargo cargo() {
            return cargo;
        }

        void status(String now) {
            changed |= !now.equals(status);
            status = now;
        }

        void kind(String now) {
            changed |= !now.equals(kind);
            kind = now;
        }

        void previous(String now) {
            changed |= !Objects.equals(now, previous);
            previous = now;
        }

        void restored(Long now) {
            changed |= !Objects.equals(now, restored);
            restored = now;
        }

        void cargo(Cargo now) {
            changed |= !now.equals(cargo);
            cargo = now;
        }
    }

    DeploymentRows(RowWrites writes, KnownKeys keys, int controller, Numbers numbers) {
        super(writes, keys, "deployments", COLUMNS);
        this.controller = controller;
        this.numbers = numbers;
    }

    DeploymentRow add(String id) throws SQLException {
        DeploymentRow row = new DeploymentRow(numbers.next("deployments"), id);
        add(row);
        return row;
    }

    /** The rows that the rest of the statement picks. */
    List<DeploymentRow> select(String where, Object... arguments) throws SQLException {
        List<DeploymentRow> rows = new ArrayList<>();
        for (DeploymentRow row : reading().list(SELECT + "deployments d " + where, DeploymentRows::read, arguments)) {
            rows.add(adopt(row));
        }
        return rows;
    }

    @Override
    List<DeploymentRow> selectByKeys(Collection<String> wanted) throws SQLException {
        return reading()
                .list(
                        SELECT + "UNNEST(?) AS k(id) JOIN deployments d ON d.id = k.id AND d.controller_no = ?",
                        DeploymentRows::read,
                        wanted,
                        controller);
    }

    @Override
    List<DeploymentRow> selectByNumbers(Collection<Long> wanted) throws SQLException {
        return reading()
                .list(SELECT + "UNNEST(?) AS k(no) JOIN deployments d ON d.no = k.no", DeploymentRows::read, wanted);
    }

    private static DeploymentRow read(SqlSession.Row row) throws SQLException {
        DeploymentRow deployment = new DeploymentRow(row.number(), row.text());
        deployment.content = new Content(
                row.number(),
                row.text(),
                row.text(),
                row.text(),
                row.text(),
                row.text(),
                row.text(),
                row.text(),
                row.text(),
                row.number(),
                row.numberOrNull(),
                row.numberOrNull(),
                row.integerOrNull(),
                row.text(),
                row.text(),
                row.texts(),
                row.texts(),
                row.flag());
        deployment.sprint = row.text();
        deployment.status = row.text();
        deployment.kind = row.text();
        deployment.previous = row.text();
        deployment.restored = row.numberOrNull();
        deployment.cargo = new Cargo(row.texts(), row.numbersOrNull(), row.integer(), row.texts(), row.integer());
        return deployment;
    }

    @Override
    String keyOf(DeploymentRow row) {
        return row.id;
    }

    @Override
    long hash(String id) {
        return KnownKeys.key(controller, id);
    }

    @Override
    Object[] values(DeploymentRow row) {
        Content content = row.content;
        Cargo cargo = row.cargo;
        return new Object[] {
            row.id,
            content.target(),
            content.service(),
            content.environment(),
            content.tier(),
            content.version(),
            content.commit(),
            content.previous(),
            content.kind(),
            content.status(),
            content.hasReached(),
            content.started(),
            content.finished(),
            content.ended(),
            content.job(),
            content.build(),
            content.buildUrl(),
            content.sprint(),
            content.commits(),
            content.tickets(),
            content.inferred(),
            row.sprint,
            row.status,
            row.kind,
            row.previous,
            row.restored,
            cargo.commits(),
            cargo.authored().toArray(new Long[0]),
            cargo.shippedCommits(),
            cargo.tickets(),
            cargo.shippedTickets(),
            controller,
            row.no
        };
    }
}
