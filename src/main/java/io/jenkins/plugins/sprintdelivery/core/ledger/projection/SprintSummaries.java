package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The deliveries of each sprint in a few numbers, which stand behind the trend; of all controllers together. A sprint
 * whose facts changed is stale until it is summed up anew from its own rows, which is put off while the projection
 * catches up, so that a rebuild sums each sprint up once.
 */
final class SprintSummaries {

    private static final String ALL = "";
    private static final String ENDED_COLUMNS = "d.status, d.kind, d.reached, d.ended, d.commits, d.commits_authored,"
            + " d.commits_shipped, d.tickets, d.tickets_shipped,"
            + " EXISTS (SELECT 1 FROM incidents i WHERE i.blamed_no = d.no)";
    private static final String ARRIVALS =
            "SELECT t.ticket, t.arrivals FROM UNNEST(?) AS k(ticket) JOIN tickets t ON t.ticket = k.ticket";

    private final SqlSession sql;
    private final int controller;

    SprintSummaries(SqlSession sql, int controller) {
        this.sql = sql;
        this.controller = controller;
    }

    /** Notes that the sprints' summaries are stale. */
    void markStale(Collection<String> sprints) throws SQLException {
        if (sprints.isEmpty()) {
            return;
        }
        Set<String> fresh = new HashSet<>(sprints);
        fresh.removeAll(stale());
        sql.batch(
                "INSERT INTO stale_sprints (controller_no, sprint_id) VALUES (?, ?)",
                fresh.stream().map(id -> new Object[] {controller, id}).toList());
    }

    /** The sprints whose summaries this controller's facts made stale. */
    List<String> stale() throws SQLException {
        return sql.list(
                "SELECT sprint_id FROM stale_sprints WHERE controller_no = ? ORDER BY sprint_id",
                SqlSession.Row::text,
                controller);
    }

    /** Sums the sprints up from their rows. */
    void refresh(List<String> sprints) throws SQLException {
        // until the end of the transaction, so that who sums up last has seen everything
        sql.update("UPDATE turns SET taken = taken + 1 WHERE name = 'summaries'");
        Places places = new Places();
        Map<Long, List<Bucket>> targets = new HashMap<>();
        sql.each(
                "SELECT no, service, tier, environment FROM targets",
                row -> targets.put(row.number(), places.of(row.text(), row.text(), row.text())));
        for (String sprint : sprints) {
            sql.update("DELETE FROM sprint_deliveries WHERE sprint_id = ?", sprint);
            refresh(sprint, places, targets);
            sql.update("DELETE FROM stale_sprints WHERE controller_no = ? AND sprint_id = ?", controller, sprint);
        }
    }

    /** What is summed up: a service or all, in an environment or all of its tier. */
    private record Bucket(String service, String tier, String environment) {

        /** This one, and those that it is a part of. */
        List<Bucket> widened() {
            return List.of(
                    this,
                    new Bucket(service, tier, ALL),
                    new Bucket(ALL, tier, environment),
                    new Bucket(ALL, tier, ALL));
        }
    }

    /** The buckets of each place, each of them one object: a sprint's rows name the same few again and again. */
    private static final class Places {
        private final Map<Bucket, Bucket> known = new HashMap<>();
        private final Map<Bucket, List<Bucket>> widened = new HashMap<>();

        List<Bucket> of(String service, String tier, String environment) {
            return widened.computeIfAbsent(
                    new Bucket(service, tier, environment),
                    place -> place.widened().stream()
                            .map(bucket -> known.computeIfAbsent(bucket, same -> same))
                            .toList());
        }
    }

    private record Reached(String ticket, List<Bucket> buckets, long ended) {}

    /** A sprint's deliveries in a few numbers; the median is null where nothing was measured. */
    record Sum(
            int finished, int successful, int failed, int hotfixes, int commits, Long leadMedianMillis, int tickets) {

        static final Sum NONE = new Sum(0, 0, 0, 0, 0, null, 0);
    }

    private static final class Delivery {
        private int finished;
        private int successful;
        private int failed;
        private int hotfixes;
        private final Set<String> commits = new HashSet<>();
        private final List<Long> leadTimes = new ArrayList<>();
        private final Set<String> tickets = new HashSet<>();

        void add(Ended deployment) {
            if (deployment.status().isFinished()) {
                finished++;
                successful += deployment.reached() ? 1 : 0;
                failed += deployment.status() != DeploymentStatus.SUCCESSFUL || deployment.blamed() ? 1 : 0;
                hotfixes += deployment.hotfix() ? 1 : 0;
            }
            for (int i = 0; i < deployment.shippedCommits(); i++) {
                Long authored = deployment.authored().get(i);
                if (authored != null) {
                    commits.add(deployment.commits().get(i));
                    if (deployment.ended() >= authored) {
                        leadTimes.add(deployment.ended() - authored);
                    }
                }
            }
        }

        Sum sum() {
            return new Sum(
                    finished, successful, failed, hotfixes, commits.size(), medianMillis(leadTimes), tickets.size());
        }
    }

    /** A deployment as it is summed up. */
    private record Ended(
            DeploymentStatus status,
            boolean hotfix,
            boolean reached,
            long ended,
            List<String> commits,
            List<Long> authored,
            int shippedCommits,
            List<String> shippedTickets,
            boolean blamed) {

        static Ended read(SqlSession.Row row) throws SQLException {
            return new Ended(
                    DeploymentStatus.parse(row.text()),
                    DeploymentKind.HOTFIX.toString().equals(row.text()),
                    row.flag(),
                    row.number(),
                    row.texts(),
                    row.numbersOrNull(),
                    row.integer(),
                    row.texts().subList(0, row.integer()),
                    row.flag());
        }
    }

    private void refresh(String sprint, Places places, Map<Long, List<Bucket>> targets) throws SQLException {
        Map<Bucket, Delivery> deliveries = new HashMap<>();
        List<Reached> reached = new ArrayList<>();
        sql.each(
                "SELECT d.service, d.tier, d.environment, " + ENDED_COLUMNS
                        + " FROM deployments d WHERE d.sprint_id = ?",
                row -> {
                    List<Bucket> buckets = places.of(row.text(), row.text(), row.text());
                    Ended deployment = Ended.read(row);
                    deployment
                            .shippedTickets()
                            .forEach(ticket -> reached.add(new Reached(ticket, buckets, deployment.ended())));
                    for (Bucket bucket : buckets) {
                        deliveries
                                .computeIfAbsent(bucket, fresh -> new Delivery())
                                .add(deployment);
                    }
                },
                sprint);
        addTickets(reached, targets, deliveries);
        List<Object[]> rows = new ArrayList<>();
        deliveries.forEach((bucket, delivery) -> {
            Sum sum = delivery.sum();
            rows.add(new Object[] {
                sprint,
                bucket.service(),
                bucket.tier(),
                bucket.environment(),
                sum.finished(),
                sum.successful(),
                sum.failed(),
                sum.hotfixes(),
                sum.commits(),
                sum.leadMedianMillis(),
                sum.tickets()
            });
        });
        sql.batch(
                "INSERT INTO sprint_deliveries (sprint_id, service, tier, environment, finished, successful, failed,"
                        + " hotfixes, commits, lead_median_millis, tickets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    /**
     * The deliveries of some services together, of each sprint that has any.
     *
     * @param targets the numbers of the services in the environments that count
     */
    static Map<String, Sum> of(
            SqlSession sql, Collection<String> sprints, Collection<String> services, Set<Long> targets)
            throws SQLException {
        record Here(String ticket, String sprint, long ended) {}
        Map<String, Delivery> deliveries = new HashMap<>();
        List<Here> reached = new ArrayList<>();
        sql.each(
                "SELECT d.sprint_id, d.target_no, " + ENDED_COLUMNS + " FROM UNNEST(?) AS s(service)"
                        + " CROSS JOIN UNNEST(?) AS k(id)"
                        + " JOIN deployments d ON d.service = s.service AND d.sprint_id = k.id",
                row -> {
                    String sprint = row.text();
                    if (targets.contains(row.number())) {
                        Ended deployment = Ended.read(row);
                        deliveries
                                .computeIfAbsent(sprint, fresh -> new Delivery())
                                .add(deployment);
                        deployment
                                .shippedTickets()
                                .forEach(ticket -> reached.add(new Here(ticket, sprint, deployment.ended())));
                    }
                },
                services,
                sprints);
        Map<String, Long> first = new HashMap<>();
        if (!reached.isEmpty()) {
            sql.each(
                    ARRIVALS,
                    row -> {
                        String ticket = row.text();
                        new Arrivals(row.numbers()).eachShipped((no, moment) -> {
                            if (targets.contains(no)) {
                                first.merge(ticket, moment, Math::min);
                            }
                        });
                    },
                    reached.stream().map(Here::ticket).distinct().toList());
        }
        for (Here here : reached) {
            if (Objects.equals(first.get(here.ticket()), here.ended())) {
                deliveries.get(here.sprint()).tickets.add(here.ticket());
            }
        }
        Map<String, Sum> sums = new HashMap<>();
        deliveries.forEach((sprint, delivery) -> sums.put(sprint, delivery.sum()));
        return sums;
    }

    /** A ticket counts where it first arrived: in the environment and in its tier, by this service and by any. */
    private void addTickets(List<Reached> here, Map<Long, List<Bucket>> targets, Map<Bucket, Delivery> deliveries)
            throws SQLException {
        if (here.isEmpty()) {
            return;
        }
        record First(String ticket, Bucket bucket) {}
        Map<First, Long> first = new HashMap<>();
        sql.each(
                ARRIVALS,
                row -> {
                    String ticket = row.text();
                    new Arrivals(row.numbers()).eachShipped((no, moment) -> {
                        for (Bucket bucket : targets.get(no)) {
                            first.merge(new First(ticket, bucket), moment, Math::min);
                        }
                    });
                },
                here.stream().map(Reached::ticket).distinct().toList());
        for (Reached reached : here) {
            for (Bucket bucket : reached.buckets()) {
                if (Objects.equals(first.get(new First(reached.ticket(), bucket)), reached.ended())) {
                    deliveries.get(bucket).tickets.add(reached.ticket());
                }
            }
        }
    }

    private static Long medianMillis(List<Long> micros) {
        if (micros.isEmpty()) {
            return null;
        }
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        int middle = sorted.length / 2;
        long median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return median / 1_000;
    }
}
