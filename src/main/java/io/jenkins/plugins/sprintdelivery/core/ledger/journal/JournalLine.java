package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidTypeIdException;

/**
 * How an entry is written as one line of JSON and read back. The checksum is the last member; it is the CRC-32C of the
 * line's bytes without that member, so that any tool can check it by cutting 18 bytes and closing the brace.
 */
final class JournalLine {

    /** The version of the line's schema that this software writes. */
    static final int VERSION = 1;

    private static final byte[] CRC_MEMBER = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int CRC_DIGITS = 8;
    private static final int TAIL = CRC_MEMBER.length + CRC_DIGITS + 2;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KNOWN_VERSION = ("{\"v\":" + VERSION + ",").getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_HEAD = 220;
    private static final String HEX_ID = "(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})";
    private static final Pattern HEAD = Pattern.compile("\\{\"v\":" + VERSION + ",\"id\":\"" + HEX_ID
            + "\",\"time\":\"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?Z)\",\"controller\":\""
            + HEX_ID + "\",");

    private static final ObjectWriter WRITER = EventJson.mapper().writerFor(LedgerEvent.class);
    private static final ObjectWriter ASCII_WRITER = WRITER.with(JsonWriteFeature.ESCAPE_NON_ASCII);
    private static final ObjectReader READER = EventJson.mapper().readerFor(JournalEntry.class);

    private JournalLine() {}

    /** The line, with its line feed. */
    static byte[] encode(JournalEntry entry) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        line.writeBytes(("{\"v\":" + entry.v() + ",\"id\":\"" + entry.id() + "\",\"time\":\"" + entry.time()
                        + "\",\"controller\":\"" + entry.controller() + "\",\"event\":")
                .getBytes(StandardCharsets.US_ASCII));
        line.writeBytes(json(entry.event()));
        CRC32C crc = new CRC32C();
        crc.update(line.toByteArray());
        crc.update('}');
        line.writeBytes(CRC_MEMBER);
        line.writeBytes(HexFormat.of().toHexDigits(crc.getValue(), CRC_DIGITS).getBytes(StandardCharsets.US_ASCII));
        line.writeBytes("\"}\n".getBytes(StandardCharsets.US_ASCII));
        return line.toByteArray();
    }

    private static byte[] json(LedgerEvent event) {
        try {
            return WRITER.writeValueAsBytes(event);
        } catch (JacksonException e) {
            // half of a surrogate pair has no UTF-8 form; escaped, it comes back as it was
            return ASCII_WRITER.writeValueAsBytes(event);
        }
    }

    /**
     * Reads one line, without its line feed.
     *
     * @throws Unusable saying why the line cannot be taken
     */
    static JournalEntry decode(byte[] bytes, int offset, int length) throws Unusable {
        check(bytes, offset, length);
        return decodeAny(bytes, offset, length);
    }

    /** As {@link #decode(byte[], int, int)}, for many lines in turn. */
    static JournalEntry decode(byte[] bytes, int offset, int length, EntryScanner scanner) throws Unusable {
        check(bytes, offset, length);
        JournalEntry usual = scanner.scan(bytes, offset, length - TAIL);
        return usual != null ? usual : decodeAny(bytes, offset, length);
    }

    private static void check(byte[] bytes, int offset, int length) throws Unusable {
        if (!isIntact(bytes, offset, length)) {
            throw new Unusable(
                    LedgerProblem.Kind.CHECKSUM,
                    "the line is damaged (its checksum does not fit) and was skipped; restore the file from a backup"
                            + " if the fact is needed");
        }
        if (!startsWith(KNOWN_VERSION, bytes, offset, length)) {
            throw new Unusable(
                    LedgerProblem.Kind.UNKNOWN,
                    "the line was written by a newer version and was skipped; it is kept for that version");
        }
    }

    private static JournalEntry decodeAny(byte[] bytes, int offset, int length) throws Unusable {
        try {
            JournalEntry entry = READER.readValue(bytes, offset, length);
            if (entry.event() == null) {
                throw new Unusable(LedgerProblem.Kind.UNREADABLE, "the line holds no event and was skipped");
            }
            return entry;
        } catch (InvalidTypeIdException e) {
            throw new Unusable(
                    LedgerProblem.Kind.UNKNOWN,
                    "the event type '" + e.getTypeId()
                            + "' is not known to this version; the line is kept and skipped");
        } catch (JacksonException e) {
            throw new Unusable(
                    LedgerProblem.Kind.UNREADABLE,
                    "the event cannot be read and was skipped; the line is kept: " + e.getOriginalMessage());
        }
    }

    /**
     * What a line says of itself, read without its event.
     *
     * @param id the event's identity; of a line that a newer version wrote, one made from its bytes
     * @param time when it was appended, or null where a newer version wrote it
     * @param controller who appended it, or null likewise
     */
    record Head(UUID id, Instant time, UUID controller) {}

    /** Reads the head of an intact line. */
    static Head head(byte[] bytes, int offset, int length) {
        // the way encode() writes it; the longest such head is shorter than this
        String start = new String(bytes, offset, Math.min(length, MAX_HEAD), StandardCharsets.ISO_8859_1);
        Matcher head = HEAD.matcher(start);
        if (head.lookingAt()) {
            return new Head(
                    UUID.fromString(head.group(1)), Instant.parse(head.group(2)), UUID.fromString(head.group(3)));
        }
        return new Head(UUID.nameUUIDFromBytes(Arrays.copyOfRange(bytes, offset, offset + length)), null, null);
    }

    /** Whether the line, without its line feed, is as it was written. */
    static boolean isIntact(byte[] bytes, int offset, int length) {
        int body = length - TAIL;
        if (body < 1 || !startsWith(CRC_MEMBER, bytes, offset + body, TAIL)) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, body);
        crc.update('}');
        return isWritten((int) crc.getValue(), bytes, offset + body + CRC_MEMBER.length)
                && bytes[offset + length - 2] == '"'
                && bytes[offset + length - 1] == '}';
    }

    private static boolean isWritten(int crc, byte[] bytes, int offset) {
        for (int digit = 0; digit < CRC_DIGITS; digit++) {
            int value = crc >>> 4 * (CRC_DIGITS - 1 - digit) & 0xF;
            if (bytes[offset + digit] != HEX[value]) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] start, byte[] bytes, int offset, int length) {
        return length >= start.length && Arrays.equals(start, 0, start.length, bytes, offset, offset + start.length);
    }

    /** A line that cannot be taken. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        private final LedgerProblem.Kind kind;

        Unusable(LedgerProblem.Kind kind, String message) {
            super(message, null, false, false);
            this.kind = kind;
        }

        LedgerProblem.Kind kind() {
            return kind;
        }
    }
}
