package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Derives what follows from facts that were written: of each target that was touched, and of what depends on those. */
final class Derivations {

    private final SqlSession sql;
    private final int controller;
    private final Rows rows;
    private final Map<Long, TargetDerivation> targets = new HashMap<>();

    Derivations(SqlSession sql, int controller, Rows rows) {
        this.sql = sql;
        this.controller = controller;
        this.rows = rows;
    }

    /** Forgets how far each history was derived. */
    void clear() {
        targets.clear();
    }

    /** Derives everything that was touched, and writes the rows. */
    void settle(Touched touched) throws SQLException {
        addTargetsOfBuilds(touched);
        touched.deployments.forEach((target, some) -> some.forEach(row -> touched.target(target, row.content.ended())));
        rows.builds.flush();
        for (Map.Entry<Long, Long> target : touched.targets.entrySet()) {
            List<DeploymentRows.DeploymentRow> changed =
                    new ArrayList<>(touched.deployments.getOrDefault(target.getKey(), List.of()));
            targets.computeIfAbsent(target.getKey(), no -> new TargetDerivation(sql, rows, no))
                    .derive(target.getValue(), changed, touched);
        }
        rows.flush();
        addSprintsOfTickets(touched);
        IncidentBlame.settle(sql, controller, touched);
    }

    /** Builds may lie in the range of deployments that are known already. */
    private void addTargetsOfBuilds(Touched touched) throws SQLException {
        if (!touched.jobs.isEmpty()) {
            sql.each(
                    "SELECT d.target_no, MIN(d.ended) FROM UNNEST(?, ?) AS k(job, n)"
                            + " JOIN deployments d ON d.job_no = k.job AND d.build_number >= k.n GROUP BY d.target_no",
                    row -> touched.target(row.number(), row.number()),
                    touched.jobs.keySet(),
                    touched.jobs.values());
        }
    }

    /** Where a ticket came earlier or later than before, who came second may be first now, and the other way round. */
    private void addSprintsOfTickets(Touched touched) throws SQLException {
        Set<List<Long>> arrivals = new HashSet<>();
        rows.tickets.fetch(touched.tickets.keySet());
        touched.tickets.forEach((key, from) -> rows.tickets.get(key).arrivals.eachShipped((target, moment) -> {
            if (moment > from) {
                arrivals.add(List.of(target, moment));
            }
        }));
        if (!arrivals.isEmpty()) {
            sql.each(
                    "SELECT DISTINCT d.sprint_id FROM UNNEST(?, ?) AS k(target, ended)"
                            + " JOIN deployments d ON d.target_no = k.target AND d.ended = k.ended",
                    row -> touched.sprint(row.text()),
                    arrivals.stream().map(arrival -> arrival.get(0)).toList(),
                    arrivals.stream().map(arrival -> arrival.get(1)).toList());
        }
    }
}
