package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobNames;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What people decided at gates, as the database holds it: whole as JSON, with what can be asked for beside it. */
final class GateDecisionRows {

    static final String APPROVAL = "approval";
    static final String OVERRIDE = "override";

    private static final String COLUMNS = "SELECT d.content, d.job, d.build_number, d.build_url FROM decisions d WHERE";

    private static final String NEWEST_FIRST = " ORDER BY d.decided DESC, d.id DESC FETCH FIRST ? ROWS ONLY";

    /** More decisions about one gate before one release are none that people made. */
    private static final int MAX_OF_ONE_GATE = 1_000;

    private GateDecisionRows() {}

    static List<GateApproval> approvals(SqlSession sql, GateTarget target) throws SQLException {
        return of(sql, APPROVAL, target, GateDecisionRows::approval, GateApproval::target);
    }

    static List<GateOverride> overrides(SqlSession sql, GateTarget target) throws SQLException {
        return of(sql, OVERRIDE, target, GateDecisionRows::override, GateOverride::target);
    }

    /** @param only of these services, or null for all */
    static List<GateApproval> approvals(SqlSession sql, Scope scope, Set<String> only, int limit) throws SQLException {
        return in(sql, APPROVAL, scope, only, limit, GateDecisionRows::approval);
    }

    /** @param only of these services, or null for all */
    static List<GateOverride> overrides(SqlSession sql, Scope scope, Set<String> only, int limit) throws SQLException {
        return in(sql, OVERRIDE, scope, only, limit, GateDecisionRows::override);
    }

    static Optional<GateApproval> approval(SqlSession sql, int controller, String id) throws SQLException {
        return one(sql, APPROVAL, controller, id, GateDecisionRows::approval);
    }

    static Optional<GateOverride> override(SqlSession sql, int controller, String id) throws SQLException {
        return one(sql, OVERRIDE, controller, id, GateDecisionRows::override);
    }

    private static <T> Optional<T> one(
            SqlSession sql, String kind, int controller, String id, BiFunction<String, BuildReference, T> read)
            throws SQLException {
        return sql.first(
                COLUMNS + " d.kind = ? AND d.controller_no = ? AND d.id = ?",
                row -> decision(row, read),
                kind,
                controller,
                id);
    }

    private static <T> List<T> of(
            SqlSession sql,
            String kind,
            GateTarget target,
            BiFunction<String, BuildReference, T> read,
            Function<T, GateTarget> targetOf)
            throws SQLException {
        StringBuilder text = new StringBuilder(" d.kind = ? AND d.policy = ?");
        List<Object> arguments = new ArrayList<>(List.of(kind, target.policy()));
        and("d.service", target.service(), text, arguments);
        and("d.environment", target.environment(), text, arguments);
        arguments.add(MAX_OF_ONE_GATE);
        List<T> newestFirst = sql.list(COLUMNS + text + NEWEST_FIRST, row -> decision(row, read), arguments.toArray());
        List<T> decisions = new ArrayList<>();
        for (T decision : newestFirst) {
            if (targetOf.apply(decision).isSameAs(target)) {
                decisions.add(0, decision);
            }
        }
        return decisions;
    }

    private static void and(String column, String value, StringBuilder text, List<Object> arguments) {
        if (value == null) {
            text.append(" AND ").append(column).append(" IS NULL");
        } else {
            text.append(" AND ").append(column).append(" = ?");
            arguments.add(value);
        }
    }

    private static <T> List<T> in(
            SqlSession sql,
            String kind,
            Scope scope,
            Set<String> only,
            int limit,
            BiFunction<String, BuildReference, T> read)
            throws SQLException {
        StringBuilder text = new StringBuilder(" d.kind = ? AND d.decided >= ? AND d.decided < ?");
        List<Object> arguments = new ArrayList<>(List.of(kind, scope.from(), scope.to()));
        if (scope.service() != null) {
            and("d.service", scope.service(), text, arguments);
        }
        if (only != null) {
            text.append(" AND d.service = ANY(?)");
            arguments.add(only);
        }
        if (scope.environment() != null) {
            and("d.environment", scope.environment(), text, arguments);
        }
        arguments.add(limit);
        return sql.list(COLUMNS + text + NEWEST_FIRST, row -> decision(row, read), arguments.toArray());
    }

    private static <T> T decision(SqlSession.Row row, BiFunction<String, BuildReference, T> read) throws SQLException {
        String content = row.text();
        String job = row.text();
        int number = row.integer();
        String url = row.text();
        return read.apply(content, job == null ? null : JobNames.reference(job, number, url));
    }

    private static GateApproval approval(String content, BuildReference build) {
        GateApproval approval = Json.mapper().readValue(content, GateApproval.class);
        return new GateApproval(
                approval.id(),
                with(approval.target(), build),
                approval.by(),
                approval.groups(),
                approval.at(),
                approval.reason(),
                approval.expires());
    }

    private static GateOverride override(String content, BuildReference build) {
        GateOverride override = Json.mapper().readValue(content, GateOverride.class);
        return new GateOverride(
                override.id(),
                with(override.target(), build),
                override.by(),
                override.at(),
                override.reason(),
                override.expires(),
                override.second(),
                override.secondAt());
    }

    /** The target with its build as it is called now. */
    private static GateTarget with(GateTarget target, BuildReference build) {
        return new GateTarget(target.policy(), target.service(), target.environment(), target.version(), build);
    }
}
