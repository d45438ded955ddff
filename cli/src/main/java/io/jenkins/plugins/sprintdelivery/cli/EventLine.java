package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.EventJson;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;

/** A line of the event format, and what is wrong with it in words. */
final class EventLine {

    private static final ObjectReader READER = EventJson.mapper().readerFor(LedgerEvent.class);
    private static final String TYPES =
            "sprint, commit, build, deployment, incident, gate, approval, override, commitment, sprint-contents";

    private EventLine() {}

    /** What is wrong with a line. */
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean json;

        Wrong(String message, boolean json) {
            super(message, null, false, false);
            this.json = json;
        }

        /** Whether the line is JSON at least. */
        boolean isJson() {
            return json;
        }
    }

    /**
     * Reads the line.
     *
     * @throws Wrong naming the field and what would be valid
     */
    static LedgerEvent read(byte[] line) throws Wrong {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Wrong("the line is not UTF-8", false);
        }
        try {
            LedgerEvent event = READER.readValue(text);
            if (event == null) {
                throw new Wrong("the line is no JSON object", false);
            }
            if (event.isAboutLifetime()) {
                throw new Wrong(
                        "field 'type': events about lifetime are recorded by the ledger itself; use one of: " + TYPES,
                        true);
            }
            if (event instanceof LedgerEvent.OutboxRecorded) {
                throw new Wrong(
                        "field 'type': what is told to trackers is recorded by the ledger itself; use one of: " + TYPES,
                        true);
            }
            return event;
        } catch (InvalidTypeIdException e) {
            throw new Wrong(
                    e.getTypeId() == null
                            ? "field 'type' is missing; use one of: " + TYPES
                            : "field 'type': '" + e.getTypeId() + "' is no event type; use one of: " + TYPES,
                    true);
        } catch (InvalidFormatException e) {
            throw new Wrong("field '" + field(e) + "': " + wrongValue(e), true);
        } catch (StreamReadException e) {
            throw new Wrong(
                    "the line is no JSON (column " + e.getLocation().getColumnNr() + "): " + e.getOriginalMessage(),
                    false);
        } catch (DatabindException e) {
            throw new Wrong(wrongThing(e), true);
        } catch (JacksonException e) {
            throw new Wrong("the line cannot be read: " + e.getOriginalMessage(), false);
        }
    }

    private static String wrongValue(InvalidFormatException e) {
        Class<?> type = e.getTargetType();
        if (type.isEnum()) {
            return "'" + e.getValue() + "' is not valid; use one of: "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (type == Instant.class) {
            return "'" + e.getValue() + "' is no time; write ISO-8601 with a zone, such as 2026-03-02T12:00:00Z";
        }
        return "'" + e.getValue() + "' is no "
                + (type == int.class || type == long.class ? "whole number" : "valid value");
    }

    private static String wrongThing(DatabindException e) {
        Throwable cause = e.getCause();
        String where = field(e);
        if (cause instanceof NullPointerException && cause.getMessage() != null) {
            return "field '" + (where.isEmpty() ? "" : where + ".") + cause.getMessage() + "' is missing";
        }
        if (cause instanceof IllegalArgumentException) {
            return cause.getMessage();
        }
        return where.isEmpty() ? e.getOriginalMessage() : "field '" + where + "': " + e.getOriginalMessage();
    }

    private static String field(DatabindException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }
}
