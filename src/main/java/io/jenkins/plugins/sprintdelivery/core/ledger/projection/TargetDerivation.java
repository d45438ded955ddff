package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.projection.BuildRows.BuildRow;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.CommitRows.CommitRow;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.DeploymentRows.Cargo;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.DeploymentRows.DeploymentRow;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.TicketRows.TicketRow;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.VersionOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What follows from the history of one service in one environment: previous versions, kinds, rollbacks, what restored
 * what, and which commits and tickets each deployment was the first to bring there.
 *
 * <p>The history is the deployments in the order in which they ended (an attempt under way stands at its start), then
 * in which they began, then of their ids. What is derived is a function of the facts alone, whatever the order in which
 * they arrived. Deployments at the end of the history are appended, which needs no look at what was before; a fact that
 * arrives late makes the history after it derived anew. So importing oldest first is fast, newest first is right as well
 * but costs the square of the number of deployments.
 */
final class TargetDerivation {

    private static final int CHUNK = 200;
    /** How many builds count where a job's first deployment has no predecessor to begin at. */
    private static final int FIRST_RANGE = 1_000;

    private static final String NEWEST_FIRST = " ORDER BY ended DESC, started DESC, id DESC FETCH FIRST 1 ROW ONLY";

    private final SqlSession sql;
    private final Rows rows;
    private final long target;

    // where the walk through the history stands
    private boolean known;
    private Place last;
    private DeploymentRow running;
    private final List<DeploymentRow> broken = new ArrayList<>();
    private final Map<Long, Integer> lastBuilds = new HashMap<>();
    private Long firstReached;
    private Long lastEnded;
    private long from;

    TargetDerivation(SqlSession sql, Rows rows, long target) {
        this.sql = sql;
        this.rows = rows;
        this.target = target;
    }

    /** The deployment that had brought a version to the target last before the moment, or null. */
    static Long reachedAt(SqlSession sql, long target, long moment) throws SQLException {
        return sql.first(
                        "SELECT no FROM deployments WHERE target_no = ? AND ended <= ? AND reached" + NEWEST_FIRST,
                        SqlSession.Row::number,
                        target,
                        moment)
                .orElse(null);
    }

    /** Where nothing of the target was ever written: its history begins. */
    void begin() {
        known = true;
        from = Long.MIN_VALUE;
    }

    /** Whether the deployment comes after everything that was derived; only where {@link #begin()} was called. */
    boolean isLater(DeploymentRow deployment) {
        return last == null || last.compareTo(Place.of(deployment)) < 0;
    }

    /** Lets go of a deployment that says something else now, or is elsewhere; what follows from it is derived again. */
    void drop(DeploymentRow deployment) {
        broken.remove(deployment);
        if (running == deployment) {
            become(null);
        }
    }

    /** A place in the history. */
    private record Place(long ended, long started, String id) implements Comparable<Place> {
        static Place of(DeploymentRow row) {
            return new Place(row.content.ended(), row.content.started(), row.id);
        }

        @Override
        public int compareTo(Place other) {
            int order = Long.compare(ended, other.ended);
            order = order != 0 ? order : Long.compare(started, other.started);
            return order != 0 ? order : id.compareTo(other.id);
        }
    }

    /** Derives the history anew from the moment on, or appends to it where the moment is after its end. */
    void derive(long moment, List<DeploymentRow> changed, Touched touched) throws SQLException {
        Held held = known ? null : held();
        Long end = known ? lastEnded : held.lastEnded();
        if (!changed.isEmpty() && (end == null || moment > end)) {
            if (!known) {
                rewind(moment, held, touched);
            }
            changed.sort(DeploymentRows.HISTORY);
            for (int i = 0; i < changed.size(); i += CHUNK) {
                append(changed.subList(i, Math.min(changed.size(), i + CHUNK)), touched);
            }
        } else {
            again(moment, touched);
        }
        // a deployment that moved elsewhere may have been the last one
        known = last != null;
        save(touched);
    }

    /** What the target's row says. */
    private record Held(Long running, Long firstReached, Long lastEnded) {}

    private Held held() throws SQLException {
        return sql.list(
                        "SELECT running_no, first_reached, last_ended FROM targets WHERE no = ?",
                        row -> new Held(row.numberOrNull(), row.numberOrNull(), row.numberOrNull()),
                        target)
                .get(0);
    }

    private void again(long moment, Touched touched) throws SQLException {
        rows.flush();
        rewind(moment, held(), touched);
        forgetWhatFollowed(touched);
        List<DeploymentRow> chunk = next(null);
        while (!chunk.isEmpty()) {
            append(chunk, touched);
            rows.flush();
            rows.shrink();
            chunk = chunk.size() < CHUNK ? List.of() : next(chunk.get(chunk.size() - 1));
        }
    }

    /** Goes back to where the history stood before the moment. */
    private void rewind(long moment, Held held, Touched touched) throws SQLException {
        known = true;
        lastEnded = held.lastEnded();
        last = null;
        from = moment;
        broken.forEach(row -> row.pinned = false);
        broken.clear();
        lastBuilds.clear();
        become(null);
        DeploymentRow earlier = lastReachedBefore(held.running());
        if (earlier != null) {
            earlier.status(earlier.content.status());
            earlier.restored(null);
            touched.sprint(earlier.sprint);
        }
        for (DeploymentRow failure : rows.deployments.select(
                "WHERE target_no = ? AND ended >= ? AND ended < ? AND status_given = 'failed'",
                target,
                earlier == null ? Long.MIN_VALUE : earlier.content.ended(),
                from)) {
            if (earlier == null || DeploymentRows.HISTORY.compare(failure, earlier) > 0) {
                failure.restored(null);
                breaks(failure);
            }
        }
        become(earlier);
        if (earlier != null && earlier.content.isRolledBack()) {
            breaks(earlier);
        }
        firstReached = held.firstReached() == null || held.firstReached() >= from ? null : held.firstReached();
    }

    private DeploymentRow lastReachedBefore(Long runs) throws SQLException {
        // as a rule it is what runs, which is found without a look at the history
        List<DeploymentRow> found = runs == null
                ? List.of()
                : rows.deployments.select(
                        "WHERE no = ? AND target_no = ? AND ended < ? AND reached", runs, target, from);
        if (!found.isEmpty()) {
            return found.get(0);
        }
        found = rows.deployments.select("WHERE target_no = ? AND ended < ? AND reached" + NEWEST_FIRST, target, from);
        return found.isEmpty() ? null : found.get(0);
    }

    private List<DeploymentRow> next(DeploymentRow after) throws SQLException {
        String order = " ORDER BY ended, started, id FETCH FIRST " + CHUNK + " ROWS ONLY";
        if (after == null) {
            return rows.deployments.select("WHERE target_no = ? AND ended >= ?" + order, target, from);
        }
        return rows.deployments.select(
                "WHERE target_no = ? AND ended >= ? AND (ended > ? OR started > ? OR started = ? AND id > ?)" + order,
                target,
                after.content.ended(),
                after.content.ended(),
                after.content.started(),
                after.content.started(),
                after.id);
    }

    /** Takes back what the deployments from the moment on were the first to bring. */
    private void forgetWhatFollowed(Touched touched) throws SQLException {
        List<DeploymentRow> chunk = next(null);
        while (!chunk.isEmpty()) {
            forget(rows, target, from, chunk, touched);
            rows.shrink();
            chunk = chunk.size() < CHUNK ? List.of() : next(chunk.get(chunk.size() - 1));
        }
    }

    /** Takes back what the deployments were the first to bring to the target from the moment on. */
    static void forget(Rows rows, long target, long from, List<DeploymentRow> deployments, Touched touched)
            throws SQLException {
        Set<String> commits = new LinkedHashSet<>();
        Set<String> tickets = new LinkedHashSet<>();
        for (DeploymentRow deployment : deployments) {
            Cargo cargo = deployment.cargo();
            commits.addAll(cargo.commits().subList(0, cargo.shippedCommits()));
            tickets.addAll(cargo.tickets().subList(0, cargo.shippedTickets()));
        }
        rows.commits.fetch(commits);
        for (String id : commits) {
            CommitRow commit = rows.commits.get(id);
            commit.changed |= commit.arrivals.forget(target, from) != Arrivals.NEVER;
        }
        rows.tickets.fetch(tickets);
        for (String key : tickets) {
            TicketRow ticket = rows.tickets.get(key);
            long before = ticket.arrivals.forget(target, from);
            if (before != Arrivals.NEVER) {
                ticket.changed = true;
                touched.ticket(key, before);
            }
        }
    }

    /** Derives deployments that follow, in their order, on everything that was derived so far. */
    void append(List<DeploymentRow> chunk, Touched touched) throws SQLException {
        Set<String> seen = versionsSeen(chunk);
        Map<DeploymentRow, List<BuildRow>> ranges = new HashMap<>();
        for (DeploymentRow row : chunk) {
            String runningVersion = running == null ? null : running.content.version();
            row.previous(row.content.previous() != null ? row.content.previous() : runningVersion);
            row.kind(row.content.kind() != null ? row.content.kind() : kind(row, runningVersion, seen));
            row.status(row.content.status());
            row.restored(null);
            ranges.put(row, row.content.build() != null && row.content.commits().isEmpty() ? buildsOf(row) : List.of());
            touched.sprint(row.sprint);
            if (row.content.isFailed()) {
                breaks(row);
            } else if (row.content.hasReached()) {
                reach(row, touched);
                seen.add(row.content.version());
            }
        }
        last = Place.of(chunk.get(chunk.size() - 1));
        lastEnded = lastEnded == null ? last.ended() : Math.max(lastEnded, last.ended());
        load(chunk, ranges, touched);
    }

    private void breaks(DeploymentRow row) {
        row.pinned = true;
        broken.add(row);
    }

    private void become(DeploymentRow row) {
        if (running != null) {
            running.pinned = broken.contains(running);
        }
        running = row;
        if (row != null) {
            row.pinned = true;
        }
    }

    private void reach(DeploymentRow row, Touched touched) {
        if (running != null && row.kind().equals(DeploymentKind.ROLLBACK.toString()) && !broken.contains(running)) {
            running.status(DeploymentStatus.ROLLED_BACK.toString());
            breaks(running);
        }
        for (DeploymentRow restored : broken) {
            restored.restored(row.content.ended());
            restored.pinned = false;
            touched.sprint(restored.sprint);
        }
        broken.clear();
        if (row.content.isRolledBack()) {
            breaks(row);
        }
        become(row);
        if (firstReached == null) {
            firstReached = row.content.ended();
        }
        if (row.content.build() != null) {
            lastBuilds.put(row.content.job(), row.content.build());
        }
    }

    private static String kind(DeploymentRow row, String runningVersion, Set<String> seen) {
        return kind(row.content.version(), runningVersion, seen).toString();
    }

    private static DeploymentKind kind(String version, String runningVersion, Set<String> seen) {
        if (version.equals(runningVersion)) {
            return DeploymentKind.REDEPLOY;
        }
        if (runningVersion != null && seen.contains(version)) {
            return DeploymentKind.ROLLBACK;
        }
        // before the order: a hotfix of an older line is lower than what is running
        if (DeploymentKind.isHotfixVersion(version)) {
            return DeploymentKind.HOTFIX;
        }
        return runningVersion != null && isLower(version, runningVersion)
                ? DeploymentKind.ROLLBACK
                : DeploymentKind.PLANNED;
    }

    private static boolean isLower(String version, String than) {
        OptionalInt order = VersionOrder.compare(version, than);
        return order.isPresent() && order.getAsInt() < 0;
    }

    /** Which of the chunk's versions had been there before it. */
    private Set<String> versionsSeen(List<DeploymentRow> chunk) throws SQLException {
        Set<String> versions = new HashSet<>();
        chunk.forEach(row -> versions.add(row.content.version()));
        if (rows.versions == null) {
            DeploymentRow first = chunk.get(0);
            return new HashSet<>(sql.list(
                    "SELECT DISTINCT d.version FROM UNNEST(?) AS k(version)"
                            + " JOIN deployments d ON d.version = k.version AND d.target_no = ?"
                            + " AND d.reached AND (d.ended < ? OR d.ended = ?"
                            + " AND (d.started < ? OR d.started = ? AND d.id < ?))",
                    SqlSession.Row::text,
                    versions,
                    target,
                    first.content.ended(),
                    first.content.ended(),
                    first.content.started(),
                    first.content.started(),
                    first.id));
        }
        versions.removeIf(version -> rows.versions.get(KnownKeys.key(target, version)) == KnownKeys.ABSENT);
        for (DeploymentRow row : chunk) {
            if (row.content.hasReached()) {
                try {
                    rows.versions.put(KnownKeys.key(target, row.content.version()), 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return versions;
    }

    /** The builds whose changes the deployment carries: those after the one that its job had deployed there last. */
    private List<BuildRow> buildsOf(DeploymentRow row) throws SQLException {
        Long job = row.content.job();
        int build = row.content.build();
        if (!lastBuilds.containsKey(job) && running != null && job.equals(running.content.job())) {
            lastBuilds.put(job, running.content.build());
        }
        if (!lastBuilds.containsKey(job) && rows.versions == null) {
            lastBuilds.put(
                    job,
                    sql.first(
                                    "SELECT build_number FROM deployments WHERE job_no = ? AND target_no = ?"
                                            + " AND ended < ? AND reached" + NEWEST_FIRST,
                                    SqlSession.Row::integer,
                                    job,
                                    target,
                                    from)
                            .orElse(null));
        }
        Integer before = lastBuilds.get(job);
        return rows.builds.range(job, before == null ? build - FIRST_RANGE : before, build);
    }

    private void load(List<DeploymentRow> chunk, Map<DeploymentRow, List<BuildRow>> ranges, Touched touched)
            throws SQLException {
        Map<DeploymentRow, Set<String>> commits = new HashMap<>();
        Set<String> ids = new LinkedHashSet<>();
        for (DeploymentRow row : chunk) {
            Set<String> its = new LinkedHashSet<>(row.content.commits());
            ranges.get(row).forEach(build -> its.addAll(build.content.commits()));
            commits.put(row, its);
            ids.addAll(its);
        }
        rows.commits.fetch(ids);
        Set<String> keys = new LinkedHashSet<>();
        for (String id : ids) {
            keys.addAll(rows.commits.getOrAdd(id).tickets);
        }
        for (DeploymentRow row : chunk) {
            keys.addAll(row.content.tickets());
            ranges.get(row).forEach(build -> keys.addAll(build.content.tickets()));
        }
        rows.tickets.fetch(keys);
        for (DeploymentRow row : chunk) {
            load(row, commits.get(row), ranges.get(row), touched);
        }
    }

    private static final Comparator<CommitRow> NEWEST_COMMIT_FIRST = Comparator.comparing(
                    (CommitRow commit) -> commit.authored, Comparator.nullsFirst(Comparator.naturalOrder()))
            .reversed()
            .thenComparing(commit -> commit.id);

    private void load(DeploymentRow row, Set<String> ids, List<BuildRow> builds, Touched touched) throws SQLException {
        long ended = row.content.ended();
        boolean reached = row.content.hasReached();
        boolean given = !row.content.commits().isEmpty();
        List<CommitRow> shipped = new ArrayList<>();
        List<CommitRow> others = new ArrayList<>();
        Set<String> tickets = new TreeSet<>(row.content.tickets());
        for (String id : ids) {
            CommitRow commit = rows.commits.get(id);
            boolean fresh = commit.arrivals.shipped(target) == Arrivals.NEVER;
            if (!given && !fresh) {
                continue;
            }
            tickets.addAll(commit.tickets);
            commit.changed |= commit.arrivals.carry(target, ended);
            if (fresh && reached) {
                commit.arrivals.ship(target, ended);
                commit.changed = true;
                shipped.add(commit);
            } else {
                others.add(commit);
            }
        }
        builds.forEach(build -> tickets.addAll(build.content.tickets()));
        List<String> arrived = new ArrayList<>();
        List<String> carried = new ArrayList<>();
        for (String key : tickets) {
            TicketRow ticket = rows.tickets.getOrAdd(key);
            ticket.changed |= ticket.arrivals.carry(target, ended);
            if (reached && ticket.arrivals.shipped(target) == Arrivals.NEVER) {
                ticket.arrivals.ship(target, ended);
                ticket.changed = true;
                touched.ticket(key, ended);
                arrived.add(key);
            } else {
                carried.add(key);
            }
        }
        shipped.sort(NEWEST_COMMIT_FIRST);
        others.sort(NEWEST_COMMIT_FIRST);
        int shippedCommits = shipped.size();
        int shippedTickets = arrived.size();
        shipped.addAll(others);
        arrived.addAll(carried);
        row.cargo(new Cargo(
                shipped.stream().map(commit -> commit.id).toList(),
                shipped.stream().map(commit -> commit.authored).collect(ArrayList::new, List::add, List::addAll),
                shippedCommits,
                List.copyOf(arrived),
                shippedTickets));
    }

    /** Writes what runs and since when anything did. */
    void save(Touched touched) throws SQLException {
        if (running != null) {
            touched.sprint(running.sprint);
        }
        sql.update(
                "UPDATE targets SET running_no = ?, first_reached = ?, last_ended = ? WHERE no = ?",
                running == null ? null : running.no,
                firstReached,
                lastEnded,
                target);
    }
}
