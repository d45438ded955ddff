package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Approvals and overrides as events of CDEvents 0.6, whose subject is an approval: each person's decision is
 * {@code approval.updated}, and {@code approval.closed} says that the gate let the release through. All events of one
 * gate before one release have one subject id. What CDEvents has no field for is in {@code customData}.
 *
 * @param source where the events come from, a reference to the controller or the ledger
 * @param gateUrl where to look at the gate and its history
 * @param releaseUrl where to look at what is released
 */
public record ApprovalEvents(String source, String gateUrl, String releaseUrl) {

    private static final String SPECIFICATION = "0.6.0";

    /** Somebody approved. */
    public String approved(GateApproval approval) {
        Map<String, Object> custom = release(approval.target());
        put(custom, "reason", approval.reason().isEmpty() ? null : approval.reason());
        put(custom, "expires", approval.expires() == null ? null : approval.expires().toString());
        return event("updated", approval.id(), approval.at(), approval.target(), approval.by(), null, custom);
    }

    /** The gate let the release through by this approval, the last one that was needed. */
    public String letThrough(GateApproval last) {
        return event(
                "closed",
                last.id() + "-closed",
                last.at(),
                last.target(),
                last.by(),
                "approved",
                release(last.target()));
    }

    /** Somebody let the release through against what the gate says. */
    public String overridden(GateOverride override) {
        Map<String, Object> custom = release(override.target());
        custom.put("override", true);
        custom.put("reason", override.reason());
        custom.put("expires", override.expires().toString());
        put(custom, "second", override.second() == null ? null : urn(override.second()));
        return event(
                "closed", override.id(), override.at(), override.target(), override.by(), "approved", custom);
    }

    private String event(
            String predicate,
            String id,
            Instant at,
            GateTarget target,
            Person by,
            String status,
            Map<String, Object> custom) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("specversion", SPECIFICATION);
        context.put("id", id);
        context.put("source", source);
        context.put("type", "dev.cdevents.approval." + predicate + ".0.1.0");
        context.put("timestamp", at.toString());
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("approvalDetailsUrl", gateUrl);
        content.put("resourceTargetUrl", releaseUrl);
        content.put("responder", urn(by));
        content.put("decision", "approved");
        put(content, "status", status);
        Map<String, Object> subject = new LinkedHashMap<>();
        subject.put("id", subjectId(target));
        subject.put("source", source);
        subject.put("content", content);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("context", context);
        event.put("subject", subject);
        event.put("customData", custom);
        event.put("customDataContentType", "application/json");
        return Json.mapper().writeValueAsString(event);
    }

    private static String subjectId(GateTarget target) {
        return String.join(
                "/",
                target.policy(),
                target.service() == null ? "-" : target.service(),
                target.environment() == null ? "-" : target.environment(),
                target.version() == null ? target.build().id() : target.version());
    }

    private static Map<String, Object> release(GateTarget target) {
        Map<String, Object> release = new LinkedHashMap<>();
        release.put("policy", target.policy());
        put(release, "service", target.service());
        put(release, "environment", target.environment());
        put(release, "version", target.version());
        put(release, "build", target.build() == null ? null : target.build().id());
        return release;
    }

    private static String urn(Person person) {
        return "urn:user:" + URLEncoder.encode(person.id(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void put(Map<String, Object> map, String key, Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
