package io.jenkins.plugins.sprintdelivery.core.incident;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Who wrote a message about incidents, and so how it is read. Thread-safe. */
public enum IncidentFormat {
    /** Prometheus' Alertmanager, its webhook's version 4. Every alert of the group is an incident of its own. */
    ALERTMANAGER(new AlertmanagerMessage()),
    /** PagerDuty's V3 webhooks. */
    PAGERDUTY(new PagerDutyMessage()),
    /** Opsgenie's outgoing webhook. */
    OPSGENIE(new OpsgenieMessage()),
    /** This product's own form, for everything else; {@code docs/command-line.md} describes it. */
    GENERIC(new GenericMessage());

    /** The longest body that is read, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    /** How many incidents of one message are read. */
    public static final int MAX_INCIDENTS = 1_000;

    private final Reader reader;

    /** Reads the fields of one vendor. */
    interface Reader {
        /** Adds what the message says; a field that is wrong throws {@link IncidentFormatException}. */
        void read(Fields message, IncidentRules rules, MessageBuilder into);
    }

    IncidentFormat(Reader reader) {
        this.reader = reader;
    }

    /**
     * The format with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static IncidentFormat parse(String label) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(label.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label
                        + "' is no format of incidents; use one of: "
                        + Arrays.stream(values()).map(IncidentFormat::toString).collect(Collectors.joining(", "))));
    }

    /**
     * Reads a message.
     *
     * @param body the body as it came, JSON in UTF-8
     * @param rules which labels name the service and the environment
     * @throws IncidentFormatException if the body is too long, no JSON, or not of this format; the message is one line
     */
    public IncidentMessage read(byte[] body, IncidentRules rules) {
        Objects.requireNonNull(rules, "rules");
        if (body.length > MAX_BYTES) {
            throw new IncidentFormatException("the message is longer than " + MAX_BYTES / 1024 + " kB");
        }
        JsonNode root;
        try {
            root = Json.mapper().readTree(body);
        } catch (JacksonException e) {
            // the parser's own words would repeat a part of the body
            throw new IncidentFormatException("the message is no JSON");
        }
        if (root == null || !root.isObject()) {
            throw new IncidentFormatException("the message is no JSON object");
        }
        MessageBuilder message = new MessageBuilder();
        reader.read(new Fields(root, ""), rules, message);
        return message.build();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
