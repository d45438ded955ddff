package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Reads fields of a JSON object that somebody else's server wrote. What is absent, of another type or beyond its bounds
 * is null; texts are short and without control characters.
 */
public final class Fields {

    private static final int MAX_TEXT = 500;
    private static final int MAX_TOKEN = 4_000;
    private static final int MAX_LIST = 200;

    // Jira writes offsets as +0000, everybody else as +00:00 or Z
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT);

    private Fields() {}

    /** A text or a number as one line of text, or null. */
    public static String text(JsonNode node) {
        if (!node.isString() && !node.isNumber()) {
            return null;
        }
        String written = node.asString();
        String line = (written.length() > MAX_TEXT ? written.substring(0, MAX_TEXT) : written)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return line.isEmpty() ? null : line;
    }

    /** The text under a name, or null. */
    public static String text(JsonNode object, String name) {
        return text(object.path(name));
    }

    /** What leads to the next page, as it is, or null; longer than any text for people. */
    public static String token(JsonNode node) {
        return node.isString() && !node.asString().isEmpty() && node.asString().length() <= MAX_TOKEN
                ? node.asString()
                : null;
    }

    /** A number, also one that is written as a text, or null. */
    public static BigDecimal number(JsonNode node) {
        String text = text(node);
        return text != null && text.matches("-?\\d{1,15}(\\.\\d{1,15})?") ? new BigDecimal(text) : null;
    }

    /** Whether the field is the value true. */
    public static boolean flag(JsonNode node) {
        return node.isBoolean() && node.asBoolean();
    }

    /** A moment: ISO-8601 with or without a time of day, or Unix time in seconds or milliseconds; null otherwise. */
    public static Instant moment(JsonNode node) {
        String text = text(node);
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{9,10}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        if (text.matches("\\d{12,13}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        LocalDate day = day(node);
        if (day != null && text.length() == 10) {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        try {
            return OffsetDateTime.parse(text, MOMENT).toInstant();
        } catch (DateTimeException noMoment) {
            return null;
        }
    }

    /** A day, also of a moment written with its time of day; null otherwise. */
    public static LocalDate day(JsonNode node) {
        String text = text(node);
        if (text == null || text.length() < 10) {
            return null;
        }
        try {
            return LocalDate.parse(text.substring(0, 10));
        } catch (DateTimeException noDay) {
            return null;
        }
    }

    /** The end of a last day that is named inclusively: midnight after it, in UTC; null for no day. */
    public static Instant endOf(LocalDate lastDay) {
        return lastDay == null
                ? null
                : lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** A page for people: an http or https address, or null. */
    public static URI page(JsonNode node) {
        String text = text(node);
        if (text == null || !text.matches("(?i)https?://\\S+")) {
            return null;
        }
        try {
            return URI.create(text);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    /** The items of a list, at most {@value #MAX_LIST}; none where it is no list. */
    public static List<JsonNode> list(JsonNode node) {
        List<JsonNode> items = new ArrayList<>();
        if (node.isArray()) {
            for (JsonNode item : node) {
                if (items.size() == MAX_LIST) {
                    break;
                }
                items.add(item);
            }
        }
        return items;
    }
}
