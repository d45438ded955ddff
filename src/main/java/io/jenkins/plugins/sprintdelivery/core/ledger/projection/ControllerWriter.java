package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.model.BuildDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import java.sql.SQLException;

/**
 * Writes the facts of one controller and what follows from them. Of one thread and one session; thrown away when a
 * transaction is rolled back, since it remembers rows.
 */
final class ControllerWriter {

    private final SqlSession sql;
    private final int controller;
    private final Rows rows;
    private final SprintCounts counts;
    private final FactWriter facts;
    private final Derivations derivations;

    ControllerWriter(SqlSession sql, int controller) throws SQLException {
        this.sql = sql;
        this.controller = controller;
        rows = Rows.lookedUp(sql, controller);
        counts = new SprintCounts(sql, controller);
        facts = new FactWriter(sql, controller, rows, counts);
        derivations = new Derivations(sql, controller, rows);
    }

    /** Writes the facts and everything that they touch. */
    void write(FactBatch batch) throws SQLException {
        Touched touched = new Touched();
        facts.writeSprints(batch, touched);
        if (!touched.windows.isEmpty()) {
            // what is at hand may name other sprints from now on
            rows.clear();
            derivations.clear();
            for (SprintIndex.Window window : touched.windows) {
                facts.reassign(window, touched);
            }
        }
        facts.write(batch, touched);
        derivations.settle(touched);
        markStale(touched);
    }

    /** Something is gone from Jenkins; its history stays. */
    void delete(Object fact) throws SQLException {
        if (fact instanceof JobDeletion deletion) {
            facts.end(deletion);
        } else if (fact instanceof BuildDeletion deletion) {
            rows.flush();
            facts.unlink(deletion.build());
            rows.clear();
            derivations.clear();
        }
    }

    /** Derives what a load noted only. */
    void settle(Touched late) throws SQLException {
        for (SprintIndex.Window window : late.windows) {
            facts.reassign(window, late);
        }
        derivations.settle(late);
    }

    /** Notes which sprints are to be summed up anew. */
    void markStale(Touched touched) throws SQLException {
        counts.flush();
        new SprintSummaries(sql, controller).markStale(touched.sprints);
    }

    /** Lets go of rows that were not used lately. */
    void shrink() throws SQLException {
        rows.shrink();
    }
}
