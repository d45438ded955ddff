package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One CDEvent.
 *
 * @param id the same for the same fact, so that a receiver can drop what comes twice
 * @param type such as {@code dev.cdevents.service.deployed.0.1.1}
 * @param source who says so, a URI reference
 * @param subject id of what it is about
 * @param time when it happened
 * @param data the whole CDEvent: context, subject and custom data
 */
public record CdEvent(String id, String type, String source, String subject, Instant time, Map<String, Object> data) {
    public CdEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(time, "time");
        data = Map.copyOf(data);
    }

    /** The CDEvent in a CloudEvent, in the structured mode of its JSON format. */
    public Map<String, Object> cloudEvent() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", source);
        event.put("type", type);
        event.put("subject", subject);
        event.put("time", time);
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return event;
    }

    /** The CDEvent as JSON, without a CloudEvent around it. */
    public String json() {
        return Json.mapper().writeValueAsString(data);
    }
}
