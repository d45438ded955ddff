package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobNames;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook.Change;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook.Direction;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a build would change where its service runs: the changes of its job's builds between the one that succeeded in an
 * environment last and this one, without commits that came there some other way.
 */
final class BuildOutlookQuery {

    /** How many builds count where none of the job came to an environment, or very long ago. */
    private static final int MAX_BUILDS = 200;

    private static final int MAX_COMMITS = 500;

    private static final Comparator<FoundCommit> NEWEST_FIRST = Comparator.comparing(
                    (FoundCommit found) -> found.commit().authored())
            .reversed()
            .thenComparing(found -> found.commit().id());

    private final SqlSession sql;
    private final String controller;

    /**
     * @param controller whose build is meant where several have one of the same name
     */
    BuildOutlookQuery(SqlSession sql, String controller) {
        this.sql = sql;
        this.controller = controller;
    }

    /** The build with what it would change; empty where the ledger does not know it. */
    Optional<BuildOutlook> of(String job, int number) throws SQLException {
        Optional<FoundBuild> found = sql.first(
                "SELECT j.controller_no, j.no, b.url, b.service, b.result, b.started, b.duration_millis, b.sprint_id,"
                        + " b.tickets, b.tests_passed, b.tests_failed, b.tests_skipped, b.tests_flaky, b.version,"
                        + " b.commits FROM controllers c JOIN jobs j ON j.controller_no = c.no AND j.name = ?"
                        + " JOIN builds b ON b.job_no = j.no AND b.build_number = ?"
                        + " ORDER BY CASE WHEN c.id = ? THEN 0 ELSE 1 END, c.no FETCH FIRST 1 ROW ONLY",
                row -> FoundBuild.of(row, job, number),
                job,
                number,
                controller);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Change> changes = new ArrayList<>();
        for (Running running : runningWhereItsServiceCame(found.get())) {
            changes.add(change(found.get(), running));
        }
        changes.sort(
                Comparator.comparing((Change change) -> change.environment().tier())
                        .reversed()
                        .thenComparing(change -> change.environment().name()));
        return Optional.of(new BuildOutlook(found.get().build(), changes));
    }

    private record FoundBuild(int controllerNo, long jobNo, Build build) {

        static FoundBuild of(SqlSession.Row row, String job, int number) throws SQLException {
            int controllerNo = row.integer();
            long jobNo = row.number();
            return new FoundBuild(
                    controllerNo,
                    jobNo,
                    new Build(
                            JobNames.reference(job, number, row.text()),
                            row.text(),
                            BuildResult.parse(row.text()),
                            row.moment(),
                            row.number(),
                            row.text(),
                            row.texts().stream().sorted().toList(),
                            SqlLedgerQueries.tests(row),
                            row.text(),
                            row.texts()));
        }

        int number() {
            return build.reference().number();
        }
    }

    /**
     * A place of the service.
     *
     * @param version what runs there, or null
     * @param jobNo the job that brought it, or null
     * @param by the build that brought it, or null
     * @param isOlder whether it had been there before, so that the build that brought it is not the one that made it
     */
    private record Running(
            long target,
            Environment environment,
            RunningVersion version,
            Long jobNo,
            BuildReference by,
            boolean isOlder) {

        static Running of(SqlSession.Row row, String service) throws SQLException {
            long target = row.number();
            Environment environment = new Environment(row.text(), EnvironmentTier.parse(row.text()));
            String deployment = row.text();
            String version = row.text();
            Instant since = row.momentOrNull();
            String sprint = row.text();
            Long jobNo = row.numberOrNull();
            String job = row.text();
            int number = row.integer();
            String url = row.text();
            return new Running(
                    target,
                    environment,
                    deployment == null
                            ? null
                            : new RunningVersion(service, environment, version, since, deployment, sprint),
                    jobNo,
                    job == null ? null : JobNames.reference(job, number, url),
                    DeploymentKind.ROLLBACK.toString().equals(row.text()));
        }

        boolean isBroughtBy(FoundBuild found) {
            return isBroughtByJobOf(found) && by.number() == found.number();
        }

        boolean isBroughtByJobOf(FoundBuild found) {
            return jobNo != null && jobNo == found.jobNo();
        }
    }

    private List<Running> runningWhereItsServiceCame(FoundBuild found) throws SQLException {
        String service = found.build().service();
        return sql.list(
                "SELECT t.no, t.environment, t.tier, d.id, d.version, d.finished, d.sprint_id, d.job_no, j.name,"
                        + " d.build_number, d.build_url, d.kind FROM targets t LEFT JOIN deployments d ON d.no = t.running_no"
                        + " LEFT JOIN jobs j ON j.no = d.job_no WHERE t.controller_no = ? AND t.service = ?",
                row -> Running.of(row, service),
                found.controllerNo(),
                service);
    }

    private Change change(FoundBuild found, Running running) throws SQLException {
        Integer there = lastBuildThere(found, running);
        int number = found.number();
        if (running.isBroughtBy(found) || there != null && there == number) {
            return new Change(
                    running.environment(),
                    running.version(),
                    running.by(),
                    Direction.SAME,
                    List.of(),
                    List.of(),
                    false);
        }
        boolean back = there != null && there > number;
        int after = back ? number : there == null ? 0 : there;
        int last = back ? there : number;
        int first = Math.max(after, last - MAX_BUILDS);
        Set<String> ids = new LinkedHashSet<>();
        Set<String> tickets = new TreeSet<>();
        sql.each(
                "SELECT b.commits, b.tickets FROM builds b"
                        + " WHERE b.job_no = ? AND b.build_number > ? AND b.build_number <= ?",
                row -> {
                    ids.addAll(row.texts());
                    tickets.addAll(row.texts());
                },
                found.jobNo(),
                first,
                last);
        List<FoundCommit> commits = commits(found, ids).stream()
                .filter(commit -> back || running.isOlder() || !commit.came(running.target()))
                .sorted(NEWEST_FIRST)
                .toList();
        commits.forEach(commit -> tickets.addAll(commit.commit().tickets()));
        return new Change(
                running.environment(),
                running.version(),
                running.by(),
                back ? Direction.BACK : Direction.FORWARD,
                commits.stream().limit(MAX_COMMITS).map(FoundCommit::commit).toList(),
                List.copyOf(tickets),
                commits.size() > MAX_COMMITS || there != null && first > after);
    }

    /** Which build of the same job came there last, or null where none did. */
    private Integer lastBuildThere(FoundBuild found, Running running) throws SQLException {
        if (running.isOlder()) {
            return sql.first(
                            "SELECT d.build_number FROM deployments d"
                                    + " WHERE d.target_no = ? AND d.version = ? AND d.job_no = ? AND d.reached"
                                    + " ORDER BY d.build_number FETCH FIRST 1 ROW ONLY",
                            SqlSession.Row::integer,
                            running.target(),
                            running.version().version(),
                            found.jobNo())
                    .orElse(null);
        }
        if (running.isBroughtByJobOf(found)) {
            return running.by().number();
        }
        // led by the job: one that deploys there as a rule is the one whose version runs there
        return sql.first(
                        "SELECT d.build_number FROM deployments d WHERE d.job_no = ? AND d.target_no = ? AND d.reached"
                                + " ORDER BY d.build_number DESC FETCH FIRST 1 ROW ONLY",
                        SqlSession.Row::integer,
                        found.jobNo(),
                        running.target())
                .orElse(null);
    }

    private record FoundCommit(Commit commit, Arrivals arrivals) {
        boolean came(long target) {
            return arrivals.shipped(target) != Arrivals.NEVER;
        }
    }

    private List<FoundCommit> commits(FoundBuild found, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        return sql.list(
                "SELECT c.id, c.authored, c.subject, c.tickets, c.arrivals FROM UNNEST(?) AS k(id)"
                        + " JOIN commits c ON c.id = k.id AND c.controller_no = ? AND c.authored IS NOT NULL",
                row -> new FoundCommit(
                        new Commit(
                                row.text(),
                                row.moment(),
                                row.text(),
                                row.texts().stream().sorted().toList()),
                        new Arrivals(row.numbers())),
                List.copyOf(ids),
                found.controllerNo());
    }
}
