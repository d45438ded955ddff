package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.projection.DeploymentRows.DeploymentRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the history of a controller that has no rows yet. Nothing is looked up, and deployments are derived in memory a
 * few portions after they were recorded, so that what is usually recorded a little later is known by then. What comes
 * later than that is only noted, and is to be derived in the ordinary way once everything is written. Rows are written by
 * a thread of their own. Of one thread; where it ends early, its rows have to be deleted.
 */
final class BulkLoad implements AutoCloseable {

    private static final int COUNTERS = 10_000;

    private final SqlSession sql;
    private final RowWrites writes;
    private final Rows rows;
    private final SprintCounts counts;
    private final FactWriter facts;
    private final Map<Long, TargetDerivation> targets = new HashMap<>();
    private final Map<Long, List<DeploymentRow>> waiting = new HashMap<>();
    /** The highest number of a build of each job that a derived deployment was made by. */
    private final Map<Long, Integer> derivedBuilds = new HashMap<>();

    private final Touched late = new Touched();
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;
    private final int lag;
    private int portion;

    /**
     * @param sql for all that are not many
     * @param writes writes the rows of the big tables
     * @param directory for temporary files
     * @param alone whether nobody else writes the database
     * @param lag how many portions a deployment waits before it is derived
     */
    BulkLoad(SqlSession sql, RowWrites writes, int controller, Path directory, boolean alone, int lag)
            throws IOException, SQLException {
        this.sql = sql;
        this.writes = writes;
        this.lag = lag;
        rows = Rows.fromNothing(sql, writes, controller, directory, alone);
        counts = new SprintCounts(sql, writes, rows.counters, controller);
        facts = new FactWriter(sql, controller, rows, counts);
    }

    /** Writes a portion of the history. */
    void write(FactBatch batch) throws SQLException {
        Touched touched = new Touched();
        facts.writeSprints(batch, touched);
        for (SprintIndex.Window window : touched.windows) {
            if (window.start() <= latest && window.end() > earliest) {
                late.windows.add(window);
            }
        }
        facts.write(batch, touched);
        batch.builds.values().forEach(job -> job.values().forEach(build -> see(SqlSession.micros(build.started()))));
        touched.replaced.forEach((row, target) -> {
            if (targets.containsKey(target)) {
                targets.get(target).drop(row);
            }
        });
        touched.deployments.values().forEach(some -> some.forEach(this::await));
        touched.targets.forEach(late::target);
        touched.jobs.forEach((job, number) -> {
            if (number <= derivedBuilds.getOrDefault(job, Integer.MIN_VALUE)) {
                late.job(job, number);
            }
        });
        late.sprints.addAll(touched.sprints);
        portion++;
        derive(portion - lag);
        rows.shrink();
        if (counts.size() > COUNTERS) {
            counts.flush();
        }
        sql.commit();
    }

    private void see(long moment) {
        earliest = Math.min(earliest, moment);
        latest = Math.max(latest, moment);
    }

    private void await(DeploymentRow row) {
        see(row.content.ended());
        row.portion = portion;
        row.pinned = true;
        if (!row.waits) {
            row.waits = true;
            waiting.computeIfAbsent(row.content.target(), target -> new ArrayList<>())
                    .add(row);
        }
    }

    /** Derives what was recorded in the portion or before, and what stands before that in a target's history. */
    private void derive(int upTo) throws SQLException {
        for (Map.Entry<Long, List<DeploymentRow>> target : waiting.entrySet()) {
            List<DeploymentRow> some = target.getValue();
            // a deployment that was recorded again for another target waits where it was first
            some.sort(DeploymentRows.HISTORY);
            int end = some.size();
            while (end > 0 && some.get(end - 1).portion > upTo) {
                end--;
            }
            List<DeploymentRow> due = some.subList(0, end);
            if (!due.isEmpty()) {
                derive(target.getKey(), due);
                due.clear();
            }
        }
    }

    private void derive(long target, List<DeploymentRow> due) throws SQLException {
        TargetDerivation derivation = targets.computeIfAbsent(target, no -> {
            TargetDerivation fresh = new TargetDerivation(sql, rows, no);
            fresh.begin();
            return fresh;
        });
        List<DeploymentRow> chunk = new ArrayList<>();
        for (DeploymentRow row : due) {
            row.waits = false;
            row.pinned = false;
            if (row.content.target() != target || !derivation.isLater(row)) {
                late.target(row.content.target(), row.content.ended());
            } else {
                chunk.add(row);
                if (row.content.job() != null) {
                    derivedBuilds.merge(row.content.job(), row.content.build(), Math::max);
                }
            }
        }
        if (!chunk.isEmpty()) {
            derivation.append(chunk, late);
        }
        late.tickets.clear();
    }

    /** Writes the rest; returns what is to be derived in the ordinary way, now that all rows are there. */
    Touched finish() throws SQLException {
        derive(Integer.MAX_VALUE);
        for (TargetDerivation target : targets.values()) {
            target.save(late);
        }
        rows.flush();
        counts.flush();
        sql.commit();
        writes.reading();
        return late;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
