package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobNames;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketBuild;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The builds that carry a ticket, and which environments each of them reached. */
final class TicketBuilds {

    private static final Comparator<Environment> PRODUCTION_FIRST =
            Comparator.comparing(Environment::tier).reversed().thenComparing(Environment::name);

    private final SqlSession sql;
    private final Set<String> only;

    /** @param only of these services, or null for all */
    TicketBuilds(SqlSession sql, Set<String> only) {
        this.sql = sql;
        this.only = only;
    }

    private record Key(long job, int number) {}

    /** What a version is of; jobs tell controllers apart, whose services may have one name. */
    private record Version(int controller, String service, String version) {}

    private record Found(
            Key key,
            Version built,
            BuildReference reference,
            BuildResult result,
            Instant started,
            long durationMillis,
            String sprint) {

        static Found read(SqlSession.Row row) throws SQLException {
            Key key = new Key(row.number(), row.integer());
            BuildReference reference = JobNames.reference(row.text(), key.number(), row.text());
            Version built = new Version(row.integer(), row.text(), row.text());
            return new Found(
                    key, built, reference, BuildResult.parse(row.text()), row.moment(), row.number(), row.text());
        }
    }

    /** The newest builds that carry the ticket, newest first. */
    List<TicketBuild> newest(String ticket, int limit) throws SQLException {
        List<Found> found = builds(ticket, limit);
        if (found.isEmpty()) {
            return List.of();
        }
        Map<Key, Set<Environment>> byBuild = byBuild(found);
        Map<Version, Set<Environment>> byVersion = byVersion(found);
        List<TicketBuild> builds = new ArrayList<>();
        for (Found build : found) {
            Set<Environment> deployed = new TreeSet<>(PRODUCTION_FIRST);
            deployed.addAll(byBuild.getOrDefault(build.key(), Set.of()));
            deployed.addAll(byVersion.getOrDefault(build.built(), Set.of()));
            builds.add(new TicketBuild(
                    build.reference(),
                    build.built().service(),
                    build.result(),
                    build.started(),
                    build.durationMillis(),
                    build.built().version(),
                    build.sprint(),
                    List.copyOf(deployed)));
        }
        return builds;
    }

    private List<Found> builds(String ticket, int limit) throws SQLException {
        List<Long> jobs = new ArrayList<>();
        List<Long> lowest = new ArrayList<>();
        List<Long> highest = new ArrayList<>();
        sql.each(
                "SELECT t.builds FROM tickets t WHERE t.ticket = ?",
                row -> new BuildSpans(row.numbers()).each((job, first, last) -> {
                    jobs.add(job);
                    lowest.add(first);
                    highest.add(last);
                }),
                ticket);
        if (jobs.isEmpty()) {
            return List.of();
        }
        List<Object> arguments = new ArrayList<>(List.of(jobs, lowest, highest, ticket));
        if (only != null) {
            arguments.add(only);
        }
        arguments.add(limit);
        return sql.list(
                "SELECT b.job_no, b.build_number, j.name, b.url, b.controller_no, b.service, b.version, b.result,"
                        + " b.started, b.duration_millis, b.sprint_id FROM UNNEST(?, ?, ?) AS k(job, lowest, highest)"
                        + " JOIN builds b ON b.job_no = k.job AND b.build_number >= k.lowest"
                        + " AND b.build_number <= k.highest JOIN jobs j ON j.no = b.job_no WHERE ? = ANY(b.tickets)"
                        + (only == null ? "" : " AND b.service = ANY(?)")
                        + " ORDER BY b.started DESC, j.name, b.build_number DESC FETCH FIRST ? ROWS ONLY",
                Found::read,
                arguments.toArray());
    }

    private Map<Key, Set<Environment>> byBuild(List<Found> found) throws SQLException {
        Map<Key, Set<Environment>> reached = new HashMap<>();
        sql.each(
                "SELECT d.job_no, d.build_number, d.environment, d.tier FROM UNNEST(?, ?) AS k(job, n)"
                        + " JOIN deployments d ON d.job_no = k.job AND d.build_number = k.n WHERE d.reached",
                row -> reached.computeIfAbsent(new Key(row.number(), row.integer()), key -> fresh())
                        .add(environment(row)),
                found.stream().map(build -> build.key().job()).toList(),
                found.stream().map(build -> build.key().number()).toList());
        return reached;
    }

    private Map<Version, Set<Environment>> byVersion(List<Found> found) throws SQLException {
        Map<Version, Set<Environment>> reached = new HashMap<>();
        List<Version> versions = found.stream()
                .map(Found::built)
                .filter(built -> built.version() != null)
                .distinct()
                .toList();
        if (versions.isEmpty()) {
            return reached;
        }
        sql.each(
                "SELECT t.controller_no, t.service, d.version, d.environment, d.tier FROM UNNEST(?, ?, ?)"
                        + " AS k(controller, service, version) JOIN targets t ON t.controller_no = k.controller"
                        + " AND t.service = k.service JOIN deployments d ON d.target_no = t.no"
                        + " AND d.version = k.version WHERE d.reached",
                row -> reached.computeIfAbsent(new Version(row.integer(), row.text(), row.text()), key -> fresh())
                        .add(environment(row)),
                versions.stream().map(Version::controller).toList(),
                versions.stream().map(Version::service).toList(),
                versions.stream().map(Version::version).toList());
        return reached;
    }

    private static Set<Environment> fresh() {
        return new TreeSet<>(PRODUCTION_FIRST);
    }

    private static Environment environment(SqlSession.Row row) throws SQLException {
        return new Environment(row.text(), EnvironmentTier.parse(row.text()));
    }
}
