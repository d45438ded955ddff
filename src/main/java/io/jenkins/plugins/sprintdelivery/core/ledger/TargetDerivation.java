package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.VersionOrder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What follows from the history of one service in one environment: previous versions, kinds, rollbacks, what restored
 * what, and which commits and tickets each deployment was the first to bring there.
 *
 * <p>The history is the deployments in the order in which they ended (an attempt under way stands at its start), then
 * in which they began, then of their ids. What is derived is a function of the facts alone, whatever the order in which
 * they arrived: a fact that arrives late makes the history after it derived anew. So importing oldest first is fast,
 * newest first is right as well but costs the square of the number of deployments.
 */
final class TargetDerivation {

    private static final int CHUNK = 200;
    /** How many builds count where a job's first deployment has no predecessor to begin at. */
    static final int FIRST_RANGE = 1_000;

    private static final Comparator<Attempt> ORDER = Comparator.<Attempt>comparingLong(attempt -> attempt.ended)
            .thenComparingLong(attempt -> attempt.started)
            .thenComparing(attempt -> attempt.id);

    private static final String COLUMNS =
            "no, id, version, started, ended, reached, status_given, kind_given, previous_given, job_no,"
                    + " build_number, sprint_id, commits_given, status, kind, previous_version, restored";

    private final SqlSession sql;
    private final Touched touched;
    private final long target;
    private final long from;

    // the state of the walk through the history
    private Attempt running;
    private final List<Attempt> broken = new ArrayList<>();
    private final Map<Long, Integer> lastBuilds = new HashMap<>();
    private final Set<String> versionsSeen = new HashSet<>();

    /** A deployment, as it was recorded and as it is derived. */
    private static final class Attempt {
        private long no;
        private String id;
        private String version;
        private long started;
        private long ended;
        private boolean reached;
        private String statusGiven;
        private String kindGiven;
        private String previousGiven;
        private Long job;
        private Integer build;
        private String sprint;
        private boolean commitsGiven;

        private String status;
        private String kind;
        private String previous;
        private Long restored;
        private List<Object> before;

        static Attempt read(SqlSession.Row row) throws SQLException {
            Attempt attempt = new Attempt();
            attempt.no = row.number();
            attempt.id = row.text();
            attempt.version = row.text();
            attempt.started = row.number();
            attempt.ended = row.number();
            attempt.reached = row.flag();
            attempt.statusGiven = row.text();
            attempt.kindGiven = row.text();
            attempt.previousGiven = row.text();
            attempt.job = row.numberOrNull();
            attempt.build = row.integerOrNull();
            attempt.sprint = row.text();
            attempt.commitsGiven = row.flag();
            attempt.status = row.text();
            attempt.kind = row.text();
            attempt.previous = row.text();
            attempt.restored = row.numberOrNull();
            attempt.before = attempt.derived();
            return attempt;
        }

        private List<Object> derived() {
            List<Object> values = new ArrayList<>();
            values.add(status);
            values.add(kind);
            values.add(previous);
            values.add(restored);
            return values;
        }

        boolean isFailed() {
            return statusGiven.equals(DeploymentStatus.FAILED.toString());
        }
    }

    private TargetDerivation(SqlSession sql, Touched touched, long target, long from) {
        this.sql = sql;
        this.touched = touched;
        this.target = target;
        this.from = from;
    }

    /** Derives the target's history anew, from the moment on. */
    static void derive(SqlSession sql, Touched touched, long target, long from) throws SQLException {
        new TargetDerivation(sql, touched, target, from).run();
    }

    /** The number of the deployment that had brought a version to the target last before the moment, or null. */
    static Long reachedAt(SqlSession sql, long target, long moment) throws SQLException {
        return sql.first(
                        "SELECT no FROM deployments WHERE target_no = ? AND ended <= ? AND reached"
                                + " ORDER BY ended DESC, started DESC, id DESC FETCH FIRST 1 ROW ONLY",
                        SqlSession.Row::number,
                        target,
                        moment)
                .orElse(null);
    }

    private void run() throws SQLException {
        Attempt earlier = lastReachedBefore();
        List<Attempt> changed = new ArrayList<>();
        if (earlier != null) {
            earlier.status = earlier.statusGiven;
            earlier.restored = null;
            changed.add(earlier);
        }
        List<Attempt> failures = sql.list(
                "SELECT " + COLUMNS + " FROM deployments WHERE target_no = ? AND ended >= ? AND ended < ?"
                        + " AND status_given = 'failed'",
                Attempt::read,
                target,
                earlier == null ? Long.MIN_VALUE : earlier.ended,
                from);
        for (Attempt failure : failures) {
            if (earlier == null || ORDER.compare(failure, earlier) > 0) {
                failure.restored = null;
                broken.add(failure);
                changed.add(failure);
            }
        }
        running = earlier;
        if (earlier != null && earlier.statusGiven.equals(DeploymentStatus.ROLLED_BACK.toString())) {
            broken.add(earlier);
        }
        clearWhatFollowedBefore();
        List<Attempt> chunk = next(null);
        while (!chunk.isEmpty()) {
            derive(chunk);
            changed.addAll(chunk);
            // kept until something restores them; the others are finished
            writeDerived(changed);
            changed.clear();
            chunk = chunk.size() < CHUNK ? List.of() : next(chunk.get(chunk.size() - 1));
            changed.addAll(broken);
            if (running != null) {
                changed.add(running);
            }
        }
        writeDerived(changed);
        sql.update("UPDATE targets SET running_no = ? WHERE no = ?", running == null ? null : running.no, target);
        sql.update(
                "UPDATE targets SET first_reached ="
                        + " (SELECT MIN(ended) FROM deployments WHERE target_no = ? AND reached)"
                        + " WHERE no = ? AND (first_reached IS NULL OR first_reached >= ?)",
                target,
                target,
                from);
        blame();
    }

    private Attempt lastReachedBefore() throws SQLException {
        // as a rule it is what runs, which is found without a look at the history
        // two statements, because a sub-query keeps H2 from the primary key
        List<Long> runsNow = sql.list(
                "SELECT running_no FROM targets WHERE no = ? AND running_no IS NOT NULL",
                SqlSession.Row::number,
                target);
        List<Attempt> runs = runsNow.isEmpty()
                ? List.of()
                : sql.list(
                        "SELECT " + COLUMNS + " FROM deployments"
                                + " WHERE no = ? AND target_no = ? AND ended < ? AND reached",
                        Attempt::read,
                        runsNow.get(0),
                        target,
                        from);
        if (!runs.isEmpty()) {
            return runs.get(0);
        }
        return sql.first(
                        "SELECT " + COLUMNS + " FROM deployments WHERE target_no = ? AND ended < ? AND reached"
                                + " ORDER BY ended DESC, started DESC, id DESC FETCH FIRST 1 ROW ONLY",
                        Attempt::read,
                        target,
                        from)
                .orElse(null);
    }

    private List<Attempt> next(Attempt last) throws SQLException {
        String order = " ORDER BY ended, started, id FETCH FIRST " + CHUNK + " ROWS ONLY";
        if (last == null) {
            return sql.list(
                    "SELECT " + COLUMNS + " FROM deployments WHERE target_no = ? AND ended >= ?" + order,
                    Attempt::read,
                    target,
                    from);
        }
        return sql.list(
                "SELECT " + COLUMNS + " FROM deployments WHERE target_no = ? AND ended >= ?"
                        + " AND (ended > ? OR started > ? OR started = ? AND id > ?)" + order,
                Attempt::read,
                target,
                last.ended,
                last.ended,
                last.started,
                last.started,
                last.id);
    }

    /** Takes back what was derived of deployments that were there before this batch. */
    private void clearWhatFollowedBefore() throws SQLException {
        List<Long> known = sql.list(
                "SELECT no FROM deployments WHERE target_no = ? AND ended >= ?", SqlSession.Row::number, target, from);
        known.removeIf(touched.given::containsKey);
        if (known.isEmpty()) {
            return;
        }
        Set<String> tickets = new HashSet<>(sql.list(
                "SELECT DISTINCT t.ticket FROM UNNEST(?) AS k(no)"
                        + " JOIN deployment_tickets t ON t.deployment_no = k.no AND t.shipped",
                SqlSession.Row::text,
                known));
        touched.tickets(tickets, from);
        List<Object[]> rows = known.stream().map(no -> new Object[] {no}).toList();
        sql.batch(
                "DELETE FROM deployment_commits WHERE deployment_no = ?"
                        + " AND NOT (SELECT commits_given FROM deployments WHERE no = deployment_no)",
                rows);
        sql.batch("UPDATE deployment_commits SET shipped = FALSE WHERE deployment_no = ? AND shipped", rows);
        sql.batch("DELETE FROM deployment_tickets WHERE deployment_no = ? AND NOT given", rows);
        sql.batch("UPDATE deployment_tickets SET shipped = FALSE WHERE deployment_no = ? AND shipped", rows);
    }

    private void derive(List<Attempt> chunk) throws SQLException {
        loadVersions(chunk);
        loadLastBuilds(chunk);
        Map<Long, List<Long>> ranges = new HashMap<>();
        for (Attempt attempt : chunk) {
            String runningVersion = running == null ? null : running.version;
            attempt.previous = attempt.previousGiven != null ? attempt.previousGiven : runningVersion;
            attempt.kind = attempt.kindGiven != null ? attempt.kindGiven : kind(attempt.version, runningVersion);
            attempt.status = attempt.statusGiven;
            attempt.restored = null;
            if (attempt.build != null && !attempt.commitsGiven) {
                ranges.put(attempt.no, buildsOf(attempt));
            }
            if (attempt.isFailed()) {
                broken.add(attempt);
            } else if (attempt.reached) {
                reach(attempt);
            }
        }
        writeContents(chunk, ranges);
    }

    private void reach(Attempt attempt) {
        if (running != null && attempt.kind.equals(DeploymentKind.ROLLBACK.toString()) && !broken.contains(running)) {
            running.status = DeploymentStatus.ROLLED_BACK.toString();
            broken.add(running);
        }
        for (Attempt restored : broken) {
            restored.restored = attempt.ended;
        }
        broken.clear();
        if (attempt.statusGiven.equals(DeploymentStatus.ROLLED_BACK.toString())) {
            broken.add(attempt);
        }
        running = attempt;
        versionsSeen.add(attempt.version);
        if (attempt.build != null) {
            lastBuilds.put(attempt.job, attempt.build);
        }
    }

    private String kind(String version, String runningVersion) {
        DeploymentKind kind = DeploymentKind.PLANNED;
        if (runningVersion != null) {
            if (version.equals(runningVersion)) {
                kind = DeploymentKind.REDEPLOY;
            } else {
                OptionalInt order = VersionOrder.compare(version, runningVersion);
                if (versionsSeen.contains(version) || order.isPresent() && order.getAsInt() < 0) {
                    kind = DeploymentKind.ROLLBACK;
                }
            }
        }
        return kind.toString();
    }

    /** Which of the chunk's versions had been there before the history that is derived here. */
    private void loadVersions(List<Attempt> chunk) throws SQLException {
        Set<String> versions = new HashSet<>();
        chunk.forEach(attempt -> versions.add(attempt.version));
        // of earlier chunks only what can matter is remembered, so that memory stays bounded
        versionsSeen.clear();
        Attempt first = chunk.get(0);
        versionsSeen.addAll(sql.list(
                "SELECT DISTINCT d.version FROM UNNEST(?) AS k(version)"
                        + " JOIN deployments d ON d.version = k.version AND d.target_no = ?"
                        + " AND d.reached AND (d.ended < ? OR d.ended = ?"
                        + " AND (d.started < ? OR d.started = ? AND d.id < ?))",
                SqlSession.Row::text,
                versions,
                target,
                first.ended,
                first.ended,
                first.started,
                first.started,
                first.id));
    }

    /** The builds that each job of the chunk had deployed last before the history that is derived here. */
    private void loadLastBuilds(List<Attempt> chunk) throws SQLException {
        for (Attempt attempt : chunk) {
            if (attempt.job == null || lastBuilds.containsKey(attempt.job)) {
                continue;
            }
            if (running != null && attempt.job.equals(running.job)) {
                lastBuilds.put(running.job, running.build);
                continue;
            }
            lastBuilds.put(
                    attempt.job,
                    sql.first(
                                    "SELECT build_number FROM deployments WHERE job_no = ? AND target_no = ?"
                                            + " AND ended < ? AND reached"
                                            + " ORDER BY ended DESC, started DESC, id DESC FETCH FIRST 1 ROW ONLY",
                                    SqlSession.Row::integer,
                                    attempt.job,
                                    target,
                                    from)
                            .orElse(null));
        }
    }

    private List<Long> buildsOf(Attempt attempt) throws SQLException {
        Integer last = lastBuilds.get(attempt.job);
        int after = last == null ? attempt.build - FIRST_RANGE : last;
        return sql.list(
                "SELECT no FROM builds WHERE job_no = ? AND build_number > ? AND build_number <= ?",
                SqlSession.Row::number,
                attempt.job,
                after,
                attempt.build);
    }

    private void writeContents(List<Attempt> chunk, Map<Long, List<Long>> ranges) throws SQLException {
        Set<Long> builds = new TreeSet<>();
        ranges.values().forEach(builds::addAll);
        Map<Long, List<Long>> buildCommits = new HashMap<>();
        Map<Long, List<String>> buildTickets = new HashMap<>();
        if (!builds.isEmpty()) {
            sql.each(
                    "SELECT k.no, t.commit_no FROM UNNEST(?) AS k(no) JOIN build_commits t ON t.build_no = k.no",
                    row -> buildCommits
                            .computeIfAbsent(row.number(), no -> new ArrayList<>())
                            .add(row.number()),
                    builds);
            sql.each(
                    "SELECT k.no, t.ticket FROM UNNEST(?) AS k(no) JOIN build_tickets t ON t.build_no = k.no",
                    row -> buildTickets
                            .computeIfAbsent(row.number(), no -> new ArrayList<>())
                            .add(row.text()),
                    builds);
        }
        Map<Long, Touched.Given> given = new HashMap<>();
        loadGiven(chunk, given);

        Map<Long, Set<Long>> commits = new HashMap<>();
        Set<Long> allCommits = new TreeSet<>();
        for (Attempt attempt : chunk) {
            Set<Long> its = new LinkedHashSet<>(given.get(attempt.no).commits());
            for (Long build : ranges.getOrDefault(attempt.no, List.of())) {
                its.addAll(buildCommits.getOrDefault(build, List.of()));
            }
            commits.put(attempt.no, its);
            allCommits.addAll(its);
        }
        Set<Long> shippedCommits = new HashSet<>();
        Map<Long, List<String>> commitTickets = new HashMap<>();
        if (!allCommits.isEmpty()) {
            sql.each(
                    "SELECT k.no FROM UNNEST(?) AS k(no) JOIN deployment_commits t"
                            + " ON t.commit_no = k.no AND t.target_no = ? AND t.shipped",
                    row -> shippedCommits.add(row.number()),
                    allCommits,
                    target);
            sql.each(
                    "SELECT k.no, t.ticket FROM UNNEST(?) AS k(no) JOIN commit_tickets t ON t.commit_no = k.no",
                    row -> commitTickets
                            .computeIfAbsent(row.number(), no -> new ArrayList<>())
                            .add(row.text()),
                    allCommits);
        }
        List<Object[]> newCommits = new ArrayList<>();
        List<Object[]> shippedAgain = new ArrayList<>();
        Map<Long, Set<String>> tickets = new HashMap<>();
        Set<String> allTickets = new TreeSet<>();
        for (Attempt attempt : chunk) {
            Set<String> its = new LinkedHashSet<>(given.get(attempt.no).tickets());
            boolean known = !touched.given.containsKey(attempt.no);
            for (Long commit : commits.get(attempt.no)) {
                boolean isNew = !shippedCommits.contains(commit);
                if (!attempt.commitsGiven && !isNew) {
                    continue;
                }
                its.addAll(commitTickets.getOrDefault(commit, List.of()));
                boolean shipped = isNew && attempt.reached;
                if (known && attempt.commitsGiven) {
                    if (shipped) {
                        shippedAgain.add(new Object[] {attempt.no, commit});
                    }
                } else {
                    newCommits.add(new Object[] {attempt.no, commit, target, shipped});
                }
            }
            if (attempt.reached) {
                shippedCommits.addAll(commits.get(attempt.no));
            }
            for (Long build : ranges.getOrDefault(attempt.no, List.of())) {
                its.addAll(buildTickets.getOrDefault(build, List.of()));
            }
            tickets.put(attempt.no, its);
            allTickets.addAll(its);
        }
        sql.batch(
                "INSERT INTO deployment_commits (deployment_no, commit_no, target_no, shipped) VALUES (?, ?, ?, ?)",
                newCommits);
        sql.batch(
                "UPDATE deployment_commits SET shipped = TRUE WHERE deployment_no = ? AND commit_no = ?", shippedAgain);
        writeTickets(chunk, given, tickets, allTickets);
    }

    /** What the chunk's deployments say of themselves: from the batch, or as it was written before. */
    private void loadGiven(List<Attempt> chunk, Map<Long, Touched.Given> given) throws SQLException {
        List<Long> known = new ArrayList<>();
        Set<Long> withCommits = new HashSet<>();
        for (Attempt attempt : chunk) {
            Touched.Given fresh = touched.given.get(attempt.no);
            if (fresh == null) {
                known.add(attempt.no);
                if (attempt.commitsGiven) {
                    withCommits.add(attempt.no);
                }
                given.put(attempt.no, new Touched.Given(new ArrayList<>(), new ArrayList<>()));
            } else {
                given.put(attempt.no, fresh);
            }
        }
        if (!withCommits.isEmpty()) {
            sql.each(
                    "SELECT k.no, t.commit_no FROM UNNEST(?) AS k(no)"
                            + " JOIN deployment_commits t ON t.deployment_no = k.no",
                    row -> given.get(row.number()).commits().add(row.number()),
                    withCommits);
        }
        if (!known.isEmpty()) {
            sql.each(
                    "SELECT k.no, t.ticket FROM UNNEST(?) AS k(no)"
                            + " JOIN deployment_tickets t ON t.deployment_no = k.no AND t.given",
                    row -> given.get(row.number()).tickets().add(row.text()),
                    known);
        }
    }

    private void writeTickets(
            List<Attempt> chunk, Map<Long, Touched.Given> given, Map<Long, Set<String>> tickets, Set<String> allTickets)
            throws SQLException {
        Set<String> there = new HashSet<>();
        if (!allTickets.isEmpty()) {
            sql.each(
                    "SELECT k.ticket FROM UNNEST(?) AS k(ticket) JOIN deployment_tickets t"
                            + " ON t.ticket = k.ticket AND t.target_no = ? AND t.shipped",
                    row -> there.add(row.text()),
                    allTickets,
                    target);
        }
        Set<String> reachedNow = new HashSet<>();
        List<Object[]> fresh = new ArrayList<>();
        List<Object[]> shippedAgain = new ArrayList<>();
        for (Attempt attempt : chunk) {
            boolean known = !touched.given.containsKey(attempt.no);
            Set<String> named = new HashSet<>(given.get(attempt.no).tickets());
            for (String ticket : tickets.get(attempt.no)) {
                boolean shipped = attempt.reached && there.add(ticket);
                if (shipped) {
                    reachedNow.add(ticket);
                }
                boolean own = named.contains(ticket);
                if (!known || !own) {
                    fresh.add(new Object[] {attempt.no, ticket, target, own, shipped});
                } else if (shipped) {
                    shippedAgain.add(new Object[] {attempt.no, ticket});
                }
            }
        }
        sql.batch(
                "INSERT INTO deployment_tickets (deployment_no, ticket, target_no, given, shipped)"
                        + " VALUES (?, ?, ?, ?, ?)",
                fresh);
        sql.batch("UPDATE deployment_tickets SET shipped = TRUE WHERE deployment_no = ? AND ticket = ?", shippedAgain);
        touched.tickets(reachedNow, from);
    }

    private void writeDerived(List<Attempt> attempts) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (Attempt attempt : attempts) {
            touched.sprint(attempt.sprint);
            List<Object> derived = attempt.derived();
            if (!derived.equals(attempt.before)) {
                attempt.before = derived;
                derived = new ArrayList<>(derived);
                derived.add(attempt.no);
                rows.add(derived.toArray());
            }
        }
        sql.batch("UPDATE deployments SET status = ?, kind = ?, previous_version = ?, restored = ? WHERE no = ?", rows);
    }

    /** Finds anew which deployment is to blame for incidents that name none. */
    private void blame() throws SQLException {
        record Blame(int controller, String id, long opened, Long blamed) {}
        List<Blame> incidents = sql.list(
                "SELECT controller_no, id, opened, blamed_no FROM incidents WHERE target_no = ? AND opened >= ?"
                        + " AND caused_by IS NULL",
                row -> new Blame(row.integer(), row.text(), row.number(), row.numberOrNull()),
                target,
                from);
        for (Blame incident : incidents) {
            Long blamed = reachedAt(sql, target, incident.opened());
            if (!Objects.equals(blamed, incident.blamed())) {
                sql.update(
                        "UPDATE incidents SET blamed_no = ? WHERE controller_no = ? AND id = ?",
                        blamed,
                        incident.controller(),
                        incident.id());
                for (Long no : new Long[] {blamed, incident.blamed()}) {
                    if (no != null) {
                        sql.each(
                                "SELECT sprint_id FROM deployments WHERE no = ?",
                                row -> touched.sprint(row.text()),
                                no);
                    }
                }
            }
        }
    }
}
