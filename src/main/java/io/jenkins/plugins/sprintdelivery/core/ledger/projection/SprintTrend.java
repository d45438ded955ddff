package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintSummary;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sprints in a few numbers each. Of one service and of all together these are read from summaries. Of some services they
 * are worked out from the deployments of just these in the sprints, because neither a median nor a number of different
 * commits and tickets follows from those of the parts.
 */
final class SprintTrend {

    private static final String ALL = "";
    /** Of more sprints than this all that stand between them are read, which costs less than to look up each of them. */
    private static final int FEW = 50;

    private final SqlSession sql;
    private final List<Sprint> newestFirst;
    private final String environment;
    private final EnvironmentTier tier;
    private final List<String> ids;

    /**
     * @param newestFirst the sprints
     * @param environment only this environment, or null for all of the tier
     */
    SprintTrend(SqlSession sql, List<Sprint> newestFirst, String environment, EnvironmentTier tier) {
        this.sql = sql;
        this.newestFirst = newestFirst;
        this.environment = environment;
        this.tier = tier;
        ids = newestFirst.stream().map(Sprint::id).sorted().toList();
    }

    private record Builds(int all, int successful) {}

    /** A line a sprint, oldest first, of all services together. */
    List<SprintSummary> ofAll() throws SQLException {
        return ofOne(ALL);
    }

    /** A line a sprint, oldest first, of one service. */
    List<SprintSummary> ofOne(String service) throws SQLException {
        return summaries(keptBuilds(service), keptDeliveries(service));
    }

    /** A line a sprint, oldest first, of some services together. */
    List<SprintSummary> ofSome(Set<String> services) throws SQLException {
        return summaries(builds(services), workedOut(services));
    }

    private Map<String, Builds> builds(Set<String> services) throws SQLException {
        Map<String, Builds> builds = new HashMap<>();
        sql.each(
                "SELECT b.sprint_id, b.builds, b.successful FROM UNNEST(?) AS s(service) CROSS JOIN UNNEST(?) AS k(id)"
                        + " JOIN sprint_builds b ON b.service = s.service AND b.sprint_id = k.id",
                row -> add(builds, row.text(), new Builds(row.integer(), row.integer())),
                services,
                ids);
        return builds;
    }

    /** A controller has a row of its own. */
    private static void add(Map<String, Builds> builds, String sprint, Builds more) {
        builds.merge(
                sprint,
                more,
                (one, other) -> new Builds(one.all() + other.all(), one.successful() + other.successful()));
    }

    private Map<String, Builds> keptBuilds(String service) throws SQLException {
        Map<String, Builds> kept = new HashMap<>();
        kept(
                "sprint_builds",
                "k.builds, k.successful",
                "k.service = ?",
                row -> add(kept, row.text(), new Builds(row.integer(), row.integer())),
                service);
        return kept;
    }

    private Map<String, SprintSummaries.Sum> keptDeliveries(String service) throws SQLException {
        Map<String, SprintSummaries.Sum> kept = new HashMap<>();
        kept(
                "sprint_deliveries",
                "k.finished, k.successful, k.failed, k.hotfixes, k.commits, k.lead_median_millis, k.tickets",
                "k.service = ? AND k.tier = ? AND k.environment = ?",
                row -> kept.put(
                        row.text(),
                        new SprintSummaries.Sum(
                                row.integer(),
                                row.integer(),
                                row.integer(),
                                row.integer(),
                                row.integer(),
                                row.numberOrNull(),
                                row.integer())),
                service,
                tier,
                environment == null ? ALL : environment);
        return kept;
    }

    /** Reads the table's rows of the sprints, {@code k}; where these are many, also some of other sprints. */
    private void kept(String table, String columns, String condition, SqlSession.Consumer consumer, Object... arguments)
            throws SQLException {
        List<Object> all = new ArrayList<>(List.of(arguments));
        String rows;
        if (ids.size() > FEW && ids.stream().allMatch(SprintTrend::sortsAlike)) {
            rows = table + " k WHERE " + condition + " AND k.sprint_id >= ? AND k.sprint_id <= ?";
            all.add(ids.get(0));
            all.add(ids.get(ids.size() - 1));
        } else {
            rows = "UNNEST(?) AS s(id) JOIN " + table + " k ON " + condition + " AND k.sprint_id = s.id";
            all.add(0, ids);
        }
        sql.each("SELECT k.sprint_id, " + columns + " FROM " + rows, consumer, all.toArray());
    }

    /** Whether the databases agree on where the text stands among others: H2 sorts by UTF-16, PostgreSQL by character. */
    private static boolean sortsAlike(String text) {
        return text.chars().allMatch(c -> c < Character.MIN_SURROGATE);
    }

    private Map<String, SprintSummaries.Sum> workedOut(Set<String> services) throws SQLException {
        Set<Long> targets = new HashSet<>();
        sql.each(
                "SELECT t.no, t.environment FROM UNNEST(?) AS s(service) JOIN targets t ON t.service = s.service"
                        + " AND t.tier = ?",
                row -> {
                    long no = row.number();
                    if (environment == null || environment.equals(row.text())) {
                        targets.add(no);
                    }
                },
                services,
                tier);
        return targets.isEmpty() ? Map.of() : SprintSummaries.of(sql, ids, services, targets);
    }

    private List<SprintSummary> summaries(Map<String, Builds> builds, Map<String, SprintSummaries.Sum> deliveries) {
        List<SprintSummary> trend = new ArrayList<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Sprint sprint = newestFirst.get(i);
            Builds built = builds.getOrDefault(sprint.id(), new Builds(0, 0));
            SprintSummaries.Sum delivered = deliveries.getOrDefault(sprint.id(), SprintSummaries.Sum.NONE);
            trend.add(new SprintSummary(
                    sprint,
                    built.all(),
                    built.successful(),
                    delivered.finished(),
                    delivered.successful(),
                    delivered.failed(),
                    delivered.hotfixes(),
                    delivered.commits(),
                    delivered.leadMedianMillis(),
                    delivered.tickets()));
        }
        return trend;
    }
}
