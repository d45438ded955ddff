package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Provenance;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads commits, builds and deployments, of which nearly all of a journal consists, from lines that are exactly as
 * {@link JournalLine#encode} writes them: members in their order, without spaces and escapes. That is what a rebuild's
 * speed depends on. Any other line is left to the general reader, which reads these just so (see
 * {@code EntryScannerPropertyTest}). Of one thread.
 */
final class EntryScanner {

    private static final byte[] VERSION = ascii("{\"v\":" + JournalLine.VERSION + ",\"id\":\"");
    private static final byte[] TIME = ascii("\",\"time\":\"");
    private static final byte[] CONTROLLER = ascii(",\"controller\":\"");
    private static final byte[] EVENT = ascii("\",\"event\":{\"type\":\"");
    private static final byte[] COMMIT = ascii("commit\"");
    private static final byte[] BUILD = ascii("build\"");
    private static final byte[] DEPLOYMENT = ascii("deployment\"");
    private static final byte[] PROVENANCE = member("provenance");
    private static final byte[] ID = member("id");
    private static final byte[] AUTHORED = member("authored");
    private static final byte[] SUBJECT = member("subject");
    private static final byte[] TICKETS = member("tickets");
    private static final byte[] REFERENCE = member("reference");
    private static final byte[] FIRST_JOB = ascii("{\"job\":");
    private static final byte[] NUMBER = member("number");
    private static final byte[] URL = member("url");
    private static final byte[] SERVICE = member("service");
    private static final byte[] RESULT = member("result");
    private static final byte[] STARTED = member("started");
    private static final byte[] DURATION = member("durationMillis");
    private static final byte[] SPRINT = member("sprintId");
    private static final byte[] TESTS = member("tests");
    private static final byte[] FIRST_PASSED = ascii("{\"passed\":");
    private static final byte[] FAILED = member("failed");
    private static final byte[] SKIPPED = member("skipped");
    private static final byte[] FLAKY = member("flaky");
    private static final byte[] BUILD_VERSION = member("version");
    private static final byte[] COMMITS = member("commits");
    private static final byte[] ENVIRONMENT = member("environment");
    private static final byte[] FIRST_NAME = ascii("{\"name\":");
    private static final byte[] TIER = member("tier");
    private static final byte[] COMMIT_ID = member("commit");
    private static final byte[] PREVIOUS = member("previousVersion");
    private static final byte[] KIND = member("kind");
    private static final byte[] STATUS = member("status");
    private static final byte[] FINISHED = member("finished");
    private static final byte[] BUILT_BY = member("build");

    private static final Map<String, BuildResult> RESULTS = labels(BuildResult.values());
    private static final Map<String, DeploymentStatus> STATUSES = labels(DeploymentStatus.values());
    private static final Map<String, DeploymentKind> KINDS = labels(DeploymentKind.values());
    private static final Map<String, EnvironmentTier> TIERS = labels(EnvironmentTier.values());
    private static final Map<String, Provenance> PROVENANCES = labels(Provenance.values());

    /** Longer lines are left to the reader that bounds what it reads. */
    private static final int LONGEST = 1 << 20;

    private static final int UUID_LENGTH = 36;
    private static final byte[] HEX_DIGITS = hexDigits();
    private static final long DAY_SECONDS = 86_400;
    /** Long enough for names that come again and again; a commit's id is longer, and comes twice. */
    private static final int COMMON_LENGTH = 32;

    private static final int COMMON_TEXTS = 1 << 12;
    private static final char REPLACEMENT = '\ufffd';

    private final String[] common = new String[COMMON_TEXTS];
    private UUID lastController = new UUID(0, 0);
    private byte[] lastControllerText = ascii(lastController.toString());
    private Instant lastTime = Instant.EPOCH;

    private byte[] bytes;
    private int at;
    private int end;

    /** The line is not exactly as it is written here. */
    private static final class OtherForm extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private static final OtherForm FOUND = new OtherForm();

        private OtherForm() {
            // thrown for every line of another kind: without a stack trace, which costs more than reading one
            super(null, null, false, false);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] member(String name) {
        return ascii(",\"" + name + "\":");
    }

    private static byte[] hexDigits() {
        byte[] digits = new byte[1 << Byte.SIZE];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) Character.digit(i, 16);
        }
        return digits;
    }

    private static <E extends Enum<E>> Map<String, E> labels(E[] values) {
        Map<String, E> labels = new HashMap<>();
        for (E value : values) {
            labels.put(value.toString(), value);
        }
        return labels;
    }

    /**
     * Reads a line.
     *
     * @param length without the checksum, which fits
     * @return the entry, or null where the line is of another form
     */
    JournalEntry scan(byte[] line, int offset, int length) {
        if (length > LONGEST) {
            return null;
        }
        bytes = line;
        at = offset;
        end = offset + length;
        try {
            expect(VERSION);
            UUID id = uuid();
            expect(TIME);
            at--;
            Instant time = moment();
            lastTime = time.equals(lastTime) ? lastTime : time;
            expect(CONTROLLER);
            if (!skip(lastControllerText)) {
                lastController = uuid();
                lastControllerText = ascii(lastController.toString());
            }
            expect(EVENT);
            LedgerEvent event = event();
            if (at != end) {
                return null;
            }
            return new JournalEntry(JournalLine.VERSION, id, lastTime, lastController, event);
        } catch (OtherForm e) {
            return null;
        } catch (IllegalArgumentException | ArithmeticException e) {
            // the general reader says what is wrong
            return null;
        }
    }

    private LedgerEvent event() {
        LedgerEvent event;
        if (skip(COMMIT)) {
            Provenance provenance = provenance();
            event = new LedgerEvent.CommitRecorded(commit(), provenance);
        } else if (skip(BUILD)) {
            Provenance provenance = provenance();
            event = new LedgerEvent.BuildRecorded(build(), provenance);
        } else if (skip(DEPLOYMENT)) {
            Provenance provenance = provenance();
            event = new LedgerEvent.DeploymentRecorded(deployment(), provenance);
        } else {
            throw OtherForm.FOUND;
        }
        expect('}');
        return event;
    }

    private Provenance provenance() {
        return skip(PROVENANCE) ? label(PROVENANCES) : Provenance.RECORDED;
    }

    private Commit commit() {
        return new Commit(requiredText(ID), requiredMoment(AUTHORED), requiredText(SUBJECT), texts(TICKETS));
    }

    private Build build() {
        expect(REFERENCE);
        BuildReference reference = reference();
        String service = requiredText(SERVICE);
        expect(RESULT);
        BuildResult result = label(RESULTS);
        Instant started = requiredMoment(STARTED);
        long duration = requiredNumber(DURATION);
        return new Build(
                reference,
                service,
                result,
                started,
                duration,
                optionalText(SPRINT),
                texts(TICKETS),
                tests(),
                optionalText(BUILD_VERSION),
                texts(COMMITS));
    }

    private BuildReference reference() {
        String job = requiredText(FIRST_JOB);
        int number = Math.toIntExact(requiredNumber(NUMBER));
        BuildReference reference = new BuildReference(job, number, optionalText(URL));
        expect('}');
        return reference;
    }

    private TestCounts tests() {
        if (!skip(TESTS)) {
            return null;
        }
        TestCounts tests = new TestCounts(
                Math.toIntExact(requiredNumber(FIRST_PASSED)),
                Math.toIntExact(requiredNumber(FAILED)),
                Math.toIntExact(requiredNumber(SKIPPED)),
                Math.toIntExact(requiredNumber(FLAKY)));
        expect('}');
        return tests;
    }

    private Deployment deployment() {
        String id = requiredText(ID);
        String service = requiredText(SERVICE);
        expect(ENVIRONMENT);
        String name = requiredText(FIRST_NAME);
        expect(TIER);
        Environment environment = new Environment(name, label(TIERS));
        expect('}');
        String version = requiredText(BUILD_VERSION);
        String commit = optionalText(COMMIT_ID);
        String previous = optionalText(PREVIOUS);
        DeploymentKind kind = skip(KIND) ? label(KINDS) : null;
        expect(STATUS);
        DeploymentStatus status = label(STATUSES);
        Instant started = requiredMoment(STARTED);
        Instant finished = skip(FINISHED) ? moment() : null;
        BuildReference build = skip(BUILT_BY) ? reference() : null;
        return new Deployment(
                id,
                service,
                environment,
                version,
                commit,
                previous,
                kind,
                status,
                started,
                finished,
                build,
                optionalText(SPRINT),
                texts(TICKETS),
                texts(COMMITS));
    }

    private boolean skip(byte[] wanted) {
        if (end - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        at += wanted.length;
        return true;
    }

    private void expect(byte[] wanted) {
        if (!skip(wanted)) {
            throw OtherForm.FOUND;
        }
    }

    private boolean skip(char wanted) {
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!skip(wanted)) {
            throw OtherForm.FOUND;
        }
    }

    private String requiredText(byte[] name) {
        expect(name);
        return text();
    }

    private String optionalText(byte[] name) {
        return skip(name) ? text() : null;
    }

    private Instant requiredMoment(byte[] name) {
        expect(name);
        return moment();
    }

    private long requiredNumber(byte[] name) {
        expect(name);
        return number();
    }

    private <E> E label(Map<String, E> labels) {
        E value = labels.get(text());
        if (value == null) {
            throw OtherForm.FOUND;
        }
        return value;
    }

    private List<String> texts(byte[] name) {
        expect(name);
        expect('[');
        if (skip(']')) {
            return List.of();
        }
        String first = text();
        if (skip(']')) {
            return List.of(first);
        }
        List<String> texts = new ArrayList<>();
        texts.add(first);
        while (skip(',')) {
            texts.add(text());
        }
        expect(']');
        return texts;
    }

    private String text() {
        expect('"');
        int start = at;
        int hash = 0;
        boolean ascii = true;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                String text = ascii ? latin(start, hash) : utf8(start);
                at++;
                return text;
            }
            if (b == '\\' || b >= 0 && b < ' ') {
                throw OtherForm.FOUND;
            }
            ascii &= b >= 0;
            hash = 31 * hash + b;
            at++;
        }
        throw OtherForm.FOUND;
    }

    /** The text, and of one that comes often the same object, so that memory holds it once. */
    private String latin(int start, int hash) {
        int length = at - start;
        if (length > COMMON_LENGTH) {
            return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        }
        int slot = (hash ^ hash >>> 15) & COMMON_TEXTS - 1;
        String known = common[slot];
        if (known != null && known.length() == length && known.hashCode() == hash && isAt(known, start)) {
            return known;
        }
        String text = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        common[slot] = text;
        return text;
    }

    private boolean isAt(String text, int start) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }

    private String utf8(int start) {
        String text = new String(bytes, start, at - start, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            // it may stand for bytes that are no text
            throw OtherForm.FOUND;
        }
        return text;
    }

    private long number() {
        boolean negative = skip('-');
        int start = at;
        long number = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            number = 10 * number + bytes[at] - '0';
            at++;
        }
        int digits = at - start;
        // 18 digits always fit; JSON has no leading zeroes
        if (digits == 0 || digits > 18 || digits > 1 && bytes[start] == '0') {
            throw OtherForm.FOUND;
        }
        return negative ? -number : number;
    }

    private int digits(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            if (at >= end || bytes[at] < '0' || bytes[at] > '9') {
                throw OtherForm.FOUND;
            }
            number = 10 * number + bytes[at++] - '0';
        }
        return number;
    }

    private int atMost(int number, int most) {
        if (number > most) {
            throw OtherForm.FOUND;
        }
        return number;
    }

    /** A moment as {@link Instant#toString} writes those of the years 0 to 9999. */
    private Instant moment() {
        expect('"');
        int year = digits(4);
        expect('-');
        int month = digits(2);
        expect('-');
        int day = digits(2);
        expect('T');
        int hour = atMost(digits(2), 23);
        expect(':');
        int minute = atMost(digits(2), 59);
        expect(':');
        int second = atMost(digits(2), 59);
        int nanos = 0;
        if (skip('.')) {
            int unit = 100_000_000;
            int start = at;
            while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
                nanos += (bytes[at++] - '0') * unit;
                unit /= 10;
            }
            if (at == start || at > start + 9) {
                throw OtherForm.FOUND;
            }
        }
        expect('Z');
        expect('"');
        if (month < 1
                || month > 12
                || day < 1
                || day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
            throw OtherForm.FOUND;
        }
        return Instant.ofEpochSecond(
                epochDay(year, month, day) * DAY_SECONDS + hour * 3_600L + minute * 60L + second, nanos);
    }

    /** Days since 1970-01-01 (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms, days_from_civil). */
    private static long epochDay(int year, int month, int day) {
        long y = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    private UUID uuid() {
        if (end - at < UUID_LENGTH) {
            throw OtherForm.FOUND;
        }
        long high = hex(8);
        expect('-');
        high = high << 16 | hex(4);
        expect('-');
        high = high << 16 | hex(4);
        expect('-');
        long low = hex(4);
        expect('-');
        low = low << 48 | hex(12);
        return new UUID(high, low);
    }

    private long hex(int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            int digit = HEX_DIGITS[bytes[at++] & 0xFF];
            if (digit < 0) {
                throw OtherForm.FOUND;
            }
            number = number << 4 | digit;
        }
        return number;
    }
}
