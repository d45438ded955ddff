package io.jenkins.plugins.sprintdelivery.core.incident;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A JSON object from outside, whose texts are bounded and whose mistakes name the field. */
final class Fields {

    private static final int MAX_TEXT = 500;
    private static final int MAX_LABELS = 100;
    private static final int SHOWN = 40;

    /** Numbers above it count nanoseconds, below it milliseconds: the year 5138 in the latter. */
    private static final long MOST_MILLIS = 100_000_000_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final JsonNode object;
    private final String path;

    Fields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    boolean has(String name) {
        JsonNode value = object.get(name);
        return value != null && !value.isNull();
    }

    /** A text, cut where it is too long, without control characters; null where it is absent or empty. */
    String text(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString() && !value.isNumber()) {
            throw wrong(name, "is no text");
        }
        return bounded(value.asString());
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw new IncidentFormatException("field '" + path + name + "' is missing");
        }
        return text;
    }

    /** An object; an empty one where it is absent. */
    Fields object(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return new Fields(JsonNodeFactory.instance.objectNode(), path + name + ".");
        }
        if (!value.isObject()) {
            throw wrong(name, "is no object");
        }
        return new Fields(value, path + name + ".");
    }

    Fields requiredObject(String name) {
        if (!has(name)) {
            throw new IncidentFormatException("field '" + path + name + "' is missing");
        }
        return object(name);
    }

    /** The objects of a list that must be there. */
    List<Fields> objects(String name) {
        JsonNode value = object.get(name);
        if (value == null || !value.isArray()) {
            throw new IncidentFormatException("field '" + path + name + "' is no list");
        }
        List<Fields> items = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            if (!value.get(i).isObject()) {
                throw wrong(name + "[" + i + "]", "is no object");
            }
            items.add(new Fields(value.get(i), path + name + "[" + i + "]."));
        }
        return items;
    }

    /** The texts of an object by name; others in it are passed over. */
    Map<String, String> labels(String name) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object(name).object.properties()) {
            if (labels.size() < MAX_LABELS && entry.getValue().isString()) {
                String text = bounded(entry.getValue().asString());
                if (text != null) {
                    labels.put(bounded(entry.getKey()), text);
                }
            }
        }
        return labels;
    }

    /** The texts of a list that are of the form {@code name:value}, by name; others in it are passed over. */
    Map<String, String> tags(String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        JsonNode list = object.get(name);
        if (list == null || !list.isArray()) {
            return tags;
        }
        for (JsonNode tag : list) {
            int colon = tag.isString() ? tag.asString().indexOf(':') : -1;
            String key = colon > 0 ? bounded(tag.asString().substring(0, colon)) : null;
            String value = colon > 0 ? bounded(tag.asString().substring(colon + 1)) : null;
            if (key != null && value != null && tags.size() < MAX_LABELS) {
                tags.put(key, value);
            }
        }
        return tags;
    }

    /** A time in ISO-8601 to the microsecond, which is what the ledger keeps, or null where it is absent. */
    Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw wrong(name, "is no time; write ISO-8601 with a zone, such as 2026-03-02T12:00:00Z");
        }
    }

    Instant requiredTime(String name) {
        required(name);
        return time(name);
    }

    /** A time as milliseconds or nanoseconds since 1970, as Opsgenie writes both, or null where it is absent. */
    Instant epoch(String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw wrong(name, "is no number of milliseconds");
        }
        long number = value.asLong();
        return Instant.ofEpochMilli(number > MOST_MILLIS ? number / NANOS_PER_MILLI : number);
    }

    IncidentFormatException wrong(String name, String what) {
        JsonNode value = object.get(name);
        String shown = value == null || value.isContainer() ? "" : " '" + cut(bounded(value.asString()), SHOWN) + "'";
        return new IncidentFormatException("field '" + path + name + "'" + shown + " " + what);
    }

    private static String bounded(String text) {
        String clean = text.replaceAll("\\p{Cc}+", " ").strip();
        return clean.isEmpty() ? null : cut(clean, MAX_TEXT);
    }

    private static String cut(String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }
}
