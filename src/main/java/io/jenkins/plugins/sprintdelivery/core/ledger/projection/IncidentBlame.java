package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which deployment each incident is blamed on: the one it names, or else the last one that had reached its service and
 * environment when it was opened.
 */
final class IncidentBlame {

    private static final String COLUMNS = "i.id, i.target_no, i.opened, i.caused_by, i.blamed_no";

    private IncidentBlame() {}

    private record Incident(String id, long target, long opened, String causedBy, Long blamed) {
        static Incident read(SqlSession.Row row) throws SQLException {
            return new Incident(row.text(), row.number(), row.number(), row.text(), row.numberOrNull());
        }
    }

    /** Finds anew whom to blame for the incidents that depend on what was touched. */
    static void settle(SqlSession sql, int controller, Touched touched) throws SQLException {
        List<Incident> incidents = new ArrayList<>();
        if (!touched.targets.isEmpty()) {
            incidents.addAll(sql.list(
                    "SELECT " + COLUMNS + " FROM UNNEST(?, ?) AS k(target, since)"
                            + " JOIN incidents i ON i.target_no = k.target AND i.opened >= k.since"
                            + " WHERE i.caused_by IS NULL",
                    Incident::read,
                    touched.targets.keySet(),
                    touched.targets.values()));
        }
        if (!touched.freshDeployments.isEmpty()) {
            // incidents may name a deployment before it is known
            incidents.addAll(sql.list(
                    "SELECT " + COLUMNS + " FROM UNNEST(?) AS k(id)"
                            + " JOIN incidents i ON i.caused_by = k.id AND i.controller_no = ?",
                    Incident::read,
                    touched.freshDeployments,
                    controller));
        }
        if (!touched.incidents.isEmpty()) {
            incidents.addAll(sql.list(
                    "SELECT " + COLUMNS + " FROM UNNEST(?) AS k(id)"
                            + " JOIN incidents i ON i.id = k.id AND i.controller_no = ?",
                    Incident::read,
                    touched.incidents,
                    controller));
        }
        blame(sql, controller, incidents, touched);
    }

    /** Finds whom to blame for every incident of the controller. */
    static void settleAll(SqlSession sql, int controller, Touched touched) throws SQLException {
        blame(
                sql,
                controller,
                sql.list(
                        "SELECT " + COLUMNS + " FROM incidents i WHERE i.controller_no = ?",
                        Incident::read,
                        controller),
                touched);
    }

    private static void blame(SqlSession sql, int controller, List<Incident> incidents, Touched touched)
            throws SQLException {
        for (Incident incident : incidents) {
            Long blamed = incident.causedBy() == null
                    ? TargetDerivation.reachedAt(sql, incident.target(), incident.opened())
                    : sql.first(
                                    "SELECT no FROM deployments WHERE id = ? AND controller_no = ?",
                                    SqlSession.Row::number,
                                    incident.causedBy(),
                                    controller)
                            .orElse(null);
            if (!Objects.equals(blamed, incident.blamed())) {
                sql.update(
                        "UPDATE incidents SET blamed_no = ? WHERE controller_no = ? AND id = ?",
                        blamed,
                        controller,
                        incident.id());
                touchSprint(sql, blamed, touched);
                touchSprint(sql, incident.blamed(), touched);
            }
        }
    }

    private static void touchSprint(SqlSession sql, Long deployment, Touched touched) throws SQLException {
        if (deployment != null) {
            sql.each("SELECT sprint_id FROM deployments WHERE no = ?", row -> touched.sprint(row.text()), deployment);
        }
    }
}
