package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The builds that are worked on, by job and number. A build's row number begins with the second of its start, so that the
 * builds of one time are neighbors in the table.
 */
final class BuildRows extends RowStore<BuildRows.Key, BuildRows.BuildRow> {

    private static final int LOW_BITS = 30;
    private static final long LOW_MASK = (1L << LOW_BITS) - 1;
    private static final long MAX_SECOND = (1L << 63 - LOW_BITS) - 1;
    private static final long MICROS = 1_000_000;

    private static final String COLUMNS =
            "controller_no, job_no, build_number, url, service, result, started, duration_millis, sprint_given,"
                    + " sprint_id, tests_passed, tests_failed, tests_skipped, tests_flaky, version, commits, tickets,"
                    + " inferred, no";
    private static final String SELECT =
            "SELECT b.no, b.job_no, b.build_number, b.url, b.service, b.result, b.started, b.duration_millis,"
                    + " b.sprint_given, b.sprint_id, b.tests_passed, b.tests_failed, b.tests_skipped, b.tests_flaky,"
                    + " b.version, b.commits, b.tickets, b.inferred FROM ";

    private final int controller;
    private final boolean alone;
    private long counter;

    /** Which build. */
    record Key(long job, int number) {

        // what a record has by itself boxes both numbers, and every build is looked up several times
        @Override
        public int hashCode() {
            return Long.hashCode(job) * 31 + number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.job == job && key.number == number;
        }
    }

    /**
     * What a build says.
     *
     * @param inferred whether it was found later, rather than recorded when it happened
     * @param tests passed, failed, skipped and flaky ones, or null where it reported none
     */
    record Content(
            String url,
            String service,
            String result,
            long started,
            long durationMillis,
            String sprintGiven,
            List<Integer> tests,
            String version,
            List<String> commits,
            List<String> tickets,
            boolean inferred) {

        /** The same with the commits and tickets of the other. */
        Content withLinks(Content other) {
            return new Content(
                    url,
                    service,
                    result,
                    started,
                    durationMillis,
                    sprintGiven,
                    tests,
                    version,
                    other.commits,
                    other.tickets,
                    inferred);
        }
    }

    /** A build. */
    static final class BuildRow extends RowStore.Row {
        final Key key;
        Content content;
        String sprint;

        private BuildRow(long no, Key key) {
            super(no);
            this.key = key;
        }
    }

    /**
     * @param alone whether nobody else writes the table
     */
    BuildRows(RowWrites writes, KnownKeys keys, int controller, boolean alone) {
        super(writes, keys, "builds", COLUMNS);
        this.controller = controller;
        this.alone = alone;
        counter = keys != null && alone ? 0 : ThreadLocalRandom.current().nextLong(LOW_MASK);
    }

    /** The lowest number of a build that began at the moment, which sorts like the moment. */
    static long lowest(long micros) {
        return Math.max(0, Math.min(Math.floorDiv(micros, MICROS), MAX_SECOND)) << LOW_BITS;
    }

    /** The highest number of a build that began at the moment. */
    static long highest(long micros) {
        return lowest(micros) | LOW_MASK;
    }

    /** Adds a build, or another row for one whose start moved. */
    BuildRow add(Key key, long started) {
        BuildRow row = new BuildRow(lowest(started) | counter++ & LOW_MASK, key);
        add(row);
        return row;
    }

    /** Whether the row is where a build that began at the moment belongs. */
    static boolean isAt(BuildRow row, long started) {
        return row.no >>> LOW_BITS == lowest(started) >>> LOW_BITS;
    }

    /** The builds of the job after the one number and up to the other. */
    List<BuildRow> range(long job, int after, int upTo) throws SQLException {
        List<BuildRow> range = new ArrayList<>();
        if (!knowsAllKeys()) {
            for (BuildRow row : reading()
                    .list(
                            SELECT + "builds b WHERE b.job_no = ? AND b.build_number > ? AND b.build_number <= ?",
                            BuildRows::read,
                            job,
                            after,
                            upTo)) {
                range.add(adopt(row));
            }
            return range;
        }
        List<Key> known = new ArrayList<>();
        for (int number = Math.max(after, -1) + 1; number <= upTo; number++) {
            Key key = new Key(job, number);
            if (numberOf(key) != KnownKeys.ABSENT) {
                known.add(key);
            }
        }
        fetch(known);
        known.forEach(key -> range.add(get(key)));
        return range;
    }

    @Override
    void beforeInsert(SqlSession sql, List<BuildRow> fresh) throws SQLException {
        if (fresh.isEmpty() || knowsAllKeys() && alone) {
            return;
        }
        List<Long> wanted = fresh.stream().map(row -> row.no).toList();
        Set<Long> taken = new HashSet<>(sql.list(
                "SELECT b.no FROM UNNEST(?) AS k(no) JOIN builds b ON b.no = k.no", SqlSession.Row::number, wanted));
        if (!taken.isEmpty()) {
            // about one build in a thousand million; the portion is written again, with other numbers
            throw new SQLException("the number of a build is taken", "40001");
        }
    }

    @Override
    List<BuildRow> selectByKeys(Collection<Key> wanted) throws SQLException {
        List<Long> jobs = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        wanted.forEach(key -> {
            jobs.add(key.job());
            numbers.add(key.number());
        });
        return reading()
                .list(
                        SELECT + "UNNEST(?, ?) AS k(job, n) JOIN builds b ON b.job_no = k.job AND b.build_number = k.n",
                        BuildRows::read,
                        jobs,
                        numbers);
    }

    @Override
    List<BuildRow> selectByNumbers(Collection<Long> wanted) throws SQLException {
        return reading().list(SELECT + "UNNEST(?) AS k(no) JOIN builds b ON b.no = k.no", BuildRows::read, wanted);
    }

    private static BuildRow read(SqlSession.Row row) throws SQLException {
        BuildRow build = new BuildRow(row.number(), new Key(row.number(), row.integer()));
        String url = row.text();
        String service = row.text();
        String result = row.text();
        long started = row.number();
        long duration = row.number();
        String sprintGiven = row.text();
        build.sprint = row.text();
        Integer passed = row.integerOrNull();
        int failed = row.integer();
        int skipped = row.integer();
        int flaky = row.integer();
        build.content = new Content(
                url,
                service,
                result,
                started,
                duration,
                sprintGiven,
                passed == null ? null : List.of(passed, failed, skipped, flaky),
                row.text(),
                row.texts(),
                row.texts(),
                row.flag());
        return build;
    }

    @Override
    Key keyOf(BuildRow row) {
        return row.key;
    }

    @Override
    long hash(Key key) {
        return KnownKeys.key(key.job(), key.number());
    }

    @Override
    Object[] values(BuildRow row) {
        Content content = row.content;
        List<Integer> tests = content.tests();
        return new Object[] {
            controller,
            row.key.job(),
            row.key.number(),
            content.url(),
            content.service(),
            content.result(),
            content.started(),
            content.durationMillis(),
            content.sprintGiven(),
            row.sprint,
            tests == null ? null : tests.get(0),
            tests == null ? null : tests.get(1),
            tests == null ? null : tests.get(2),
            tests == null ? null : tests.get(3),
            content.version(),
            content.commits(),
            content.tickets(),
            content.inferred(),
            row.no
        };
    }
}
