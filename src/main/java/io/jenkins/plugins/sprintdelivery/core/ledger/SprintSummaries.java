package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The summaries behind the trend. A sprint whose facts changed is stale until it is summed up anew from its own rows,
 * which is put off while the projection catches up, so that a rebuild sums each sprint up once.
 */
final class SprintSummaries {

    private static final String ALL = "";

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

    /** The sprints whose summaries are stale. */
    List<String> stale() throws SQLException {
        return sql.list(
                "SELECT sprint_id FROM stale_sprints WHERE controller_no = ? ORDER BY sprint_id",
                SqlSession.Row::text,
                controller);
    }

    /** Sums the sprint up from its rows. */
    void refresh(String sprint) throws SQLException {
        sql.update("DELETE FROM sprint_builds WHERE controller_no = ? AND sprint_id = ?", controller, sprint);
        sql.update("DELETE FROM sprint_deliveries WHERE controller_no = ? AND sprint_id = ?", controller, sprint);
        refreshBuilds(sprint);
        refreshDeliveries(sprint);
        sql.update("DELETE FROM stale_sprints WHERE controller_no = ? AND sprint_id = ?", controller, sprint);
    }

    private void refreshBuilds(String sprint) throws SQLException {
        Map<String, int[]> counts = new HashMap<>();
        sql.each(
                "SELECT service, COUNT(*), SUM(CASE WHEN result = ? THEN 1 ELSE 0 END) FROM builds"
                        + " WHERE sprint_id = ? AND controller_no = ? GROUP BY service",
                row -> {
                    String service = row.text();
                    int builds = row.integer();
                    int successful = row.integer();
                    for (String key : new String[] {service, ALL}) {
                        int[] count = counts.computeIfAbsent(key, name -> new int[2]);
                        count[0] += builds;
                        count[1] += successful;
                    }
                },
                BuildResult.SUCCESSFUL,
                sprint,
                controller);
        List<Object[]> rows = new ArrayList<>();
        counts.forEach((service, count) -> rows.add(new Object[] {controller, sprint, service, count[0], count[1]}));
        sql.batch(
                "INSERT INTO sprint_builds (controller_no, sprint_id, service, builds, successful)"
                        + " VALUES (?, ?, ?, ?, ?)",
                rows);
    }

    private record Bucket(String service, String tier) {}

    private static final class Delivery {
        private int finished;
        private int successful;
        private int failed;
        private int hotfixes;
        private final Set<Long> commits = new HashSet<>();
        private final List<Long> leadTimes = new ArrayList<>();
        private final Set<String> tickets = new HashSet<>();
    }

    private void refreshDeliveries(String sprint) throws SQLException {
        Map<Bucket, Delivery> deliveries = new HashMap<>();
        sql.each(
                "SELECT d.service, d.tier, d.status, d.kind, d.reached,"
                        + " EXISTS (SELECT 1 FROM incidents i WHERE i.blamed_no = d.no)"
                        + " FROM deployments d WHERE d.sprint_id = ? AND d.controller_no = ?",
                row -> {
                    List<Delivery> both = buckets(deliveries, row.text(), row.text());
                    DeploymentStatus status = DeploymentStatus.parse(row.text());
                    boolean hotfix = DeploymentKind.HOTFIX.toString().equals(row.text());
                    boolean reached = row.flag();
                    boolean blamed = row.flag();
                    for (Delivery delivery : both) {
                        if (status.isFinished()) {
                            delivery.finished++;
                            delivery.successful += reached ? 1 : 0;
                            delivery.failed += status != DeploymentStatus.SUCCESSFUL || blamed ? 1 : 0;
                            delivery.hotfixes += hotfix ? 1 : 0;
                        }
                    }
                },
                sprint,
                controller);
        sql.each(
                "SELECT d.service, d.tier, c.no, c.authored, d.ended FROM deployments d"
                        + " JOIN deployment_commits dc ON dc.deployment_no = d.no AND dc.shipped"
                        + " JOIN commits c ON c.no = dc.commit_no AND c.authored IS NOT NULL"
                        + " WHERE d.sprint_id = ? AND d.controller_no = ?",
                row -> {
                    List<Delivery> both = buckets(deliveries, row.text(), row.text());
                    long commit = row.number();
                    long authored = row.number();
                    long lead = row.number() - authored;
                    for (Delivery delivery : both) {
                        delivery.commits.add(commit);
                        if (lead >= 0) {
                            delivery.leadTimes.add(lead);
                        }
                    }
                },
                sprint,
                controller);
        addTickets(sprint, deliveries);
        List<Object[]> rows = new ArrayList<>();
        deliveries.forEach((bucket, delivery) -> rows.add(new Object[] {
            controller,
            sprint,
            bucket.service(),
            bucket.tier(),
            delivery.finished,
            delivery.successful,
            delivery.failed,
            delivery.hotfixes,
            delivery.commits.size(),
            medianMillis(delivery.leadTimes),
            delivery.tickets.size()
        }));
        sql.batch(
                "INSERT INTO sprint_deliveries (controller_no, sprint_id, service, tier, finished, successful, failed,"
                        + " hotfixes, commits, lead_median_millis, tickets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    /** A ticket counts where it first reached the tier: by this service, and by any. */
    private void addTickets(String sprint, Map<Bucket, Delivery> deliveries) throws SQLException {
        record Reached(String ticket, String service, String tier, long ended) {}
        List<Reached> here = sql.list(
                "SELECT t.ticket, d.service, d.tier, d.ended FROM deployments d"
                        + " JOIN deployment_tickets t ON t.deployment_no = d.no AND t.shipped"
                        + " WHERE d.sprint_id = ? AND d.controller_no = ?",
                row -> new Reached(row.text(), row.text(), row.text(), row.number()),
                sprint,
                controller);
        if (here.isEmpty()) {
            return;
        }
        Map<List<String>, Long> first = new HashMap<>();
        sql.each(
                "SELECT k.ticket, d.service, d.tier, d.ended FROM UNNEST(?) AS k(ticket)"
                        + " JOIN deployment_tickets t ON t.ticket = k.ticket AND t.shipped"
                        + " JOIN deployments d ON d.no = t.deployment_no AND d.controller_no = ?",
                row -> {
                    String ticket = row.text();
                    String service = row.text();
                    String tier = row.text();
                    long ended = row.number();
                    first.merge(List.of(ticket, service, tier), ended, Math::min);
                    first.merge(List.of(ticket, ALL, tier), ended, Math::min);
                },
                here.stream().map(Reached::ticket).distinct().toList(),
                controller);
        for (Reached reached : here) {
            for (String service : new String[] {reached.service(), ALL}) {
                if (first.get(List.of(reached.ticket(), service, reached.tier())) == reached.ended()) {
                    deliveries
                            .computeIfAbsent(new Bucket(service, reached.tier()), bucket -> new Delivery())
                            .tickets
                            .add(reached.ticket());
                }
            }
        }
    }

    private static List<Delivery> buckets(Map<Bucket, Delivery> deliveries, String service, String tier) {
        return List.of(
                deliveries.computeIfAbsent(new Bucket(service, tier), bucket -> new Delivery()),
                deliveries.computeIfAbsent(new Bucket(ALL, tier), bucket -> new Delivery()));
    }

    private static Long medianMillis(List<Long> micros) {
        if (micros.isEmpty()) {
            return null;
        }
        micros.sort(null);
        int middle = micros.size() / 2;
        long median = micros.size() % 2 == 1 ? micros.get(middle) : (micros.get(middle - 1) + micros.get(middle)) / 2;
        return median / 1_000;
    }
}
