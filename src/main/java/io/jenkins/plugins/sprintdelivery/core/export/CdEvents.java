package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The ledger's facts as <a href="https://cdevents.dev/docs/">CDEvents</a>: deployments and incidents as the
 * specification 0.3 has them, which the official SDK's schemas check in a test; what it has no word for (failed
 * deployments, tickets, approvals) as custom events of this tool.
 *
 * <p>They are written here and not by the SDK, because that brings Jackson 2 and a validator, which a Jenkins plugin
 * must not ship. Thread-safe.
 */
public final class CdEvents {

    private static final String STANDARD = "0.3.0";
    private static final String CUSTOM = "0.4.1";
    private static final String TOOL = "dev.cdeventsx.sprintdelivery-";

    private final String source;

    /**
     * Events of one ledger.
     *
     * @param source who says so, such as the address of the controller; a URI reference
     */
    public CdEvents(String source) {
        this.source = source;
    }

    /** The events of a deployment: none before it ended, otherwise one of its own and one for each ticket. */
    public List<CdEvent> of(Deployment deployment) {
        List<CdEvent> events = new ArrayList<>();
        if (deployment.status() == DeploymentStatus.FAILED) {
            events.add(event(
                    TOOL + "deployment.failed.0.1.0",
                    CUSTOM,
                    deployment.id(),
                    "deployment",
                    deployment.finished(),
                    content(deployment, true),
                    details(deployment)));
        } else if (deployment.status().hasReached()) {
            events.add(event(
                    "dev.cdevents.service." + predicate(deployment) + ".0.1.1",
                    STANDARD,
                    deployment.service(),
                    "service",
                    deployment.finished(),
                    content(deployment, false),
                    details(deployment)));
            deployment.tickets().forEach(ticket -> events.add(ticket(ticket, deployment)));
        }
        return events;
    }

    /** The events of an incident: that it was detected and, where it is over, that it was resolved. */
    public List<CdEvent> of(Incident incident) {
        List<CdEvent> events = new ArrayList<>();
        events.add(incident("detected", incident, incident.opened()));
        if (incident.resolved() != null) {
            events.add(incident("resolved", incident, incident.resolved()));
        }
        return events;
    }

    /** The event of a gate that said whether a version may go out. */
    public CdEvent of(GateEvaluation gate) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("service", Map.of("id", gate.service()));
        if (gate.environment() != null) {
            content.put("environment", environment(gate.environment()));
        }
        if (gate.version() != null) {
            content.put("artifactId", artifact(gate.service(), gate.version()));
        }
        content.put("policy", gate.result().policy());
        content.put("verdict", gate.result().verdict().toString());
        boolean approved =
                gate.result().verdict() == Verdict.PASS || gate.result().verdict() == Verdict.WARN;
        return event(
                TOOL + "approval." + (approved ? "granted" : "refused") + ".0.1.0",
                CUSTOM,
                gate.id(),
                "approval",
                gate.at(),
                content,
                Map.of());
    }

    /** An event that says nothing but that it was sent, for trying whether a receiver takes events. */
    public CdEvent test(String receiver, Instant at) {
        return event(TOOL + "connection.tested.0.1.0", CUSTOM, receiver, "connection", at, Map.of(), Map.of());
    }

    /** The event of somebody who approved a release. Its words are those that CDEvents 0.6 is going to have. */
    public CdEvent of(GateApproval approval) {
        Map<String, Object> details = new LinkedHashMap<>();
        putIfThere(details, "reason", approval.reason().isEmpty() ? null : approval.reason());
        putIfThere(details, "expires", approval.expires());
        return event(
                TOOL + "approval.updated.0.1.0",
                CUSTOM,
                approval.id(),
                "approval",
                approval.at(),
                decision(approval.target(), approval.by()),
                details);
    }

    /**
     * The event of somebody who let a release through against what its gate says, and, once the second person has agreed,
     * the one of that.
     */
    public List<CdEvent> of(GateOverride override) {
        List<CdEvent> all = new ArrayList<>();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("reason", override.reason());
        details.put("expires", override.expires());
        putIfThere(details, "second", override.second() == null ? null : responder(override.second()));
        all.add(event(
                TOOL + "approval.overridden.0.1.0",
                CUSTOM,
                override.id(),
                "approval",
                override.at(),
                decision(override.target(), override.by()),
                details));
        if (override.second() != null) {
            all.add(event(
                    TOOL + "approval.updated.0.1.0",
                    CUSTOM,
                    override.id(),
                    "approval",
                    override.secondAt(),
                    decision(override.target(), override.second()),
                    Map.of("override", override.id(), "expires", override.expires())));
        }
        return all;
    }

    private static Map<String, Object> decision(GateTarget target, Person by) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("policy", target.policy());
        if (target.service() != null) {
            content.put("service", Map.of("id", target.service()));
        }
        if (target.environment() != null) {
            content.put("environment", Map.of("id", target.environment()));
        }
        if (target.service() != null && target.version() != null) {
            content.put("artifactId", artifact(target.service(), target.version()));
        }
        putIfThere(
                content, "build", target.build() == null ? null : target.build().id());
        content.put("responder", responder(by));
        content.put("decision", "approved");
        return content;
    }

    private static String responder(Person person) {
        return "urn:user:" + encoded(person.id());
    }

    private CdEvent ticket(String key, Deployment deployment) {
        return event(
                TOOL + "ticket.deployed.0.1.0",
                CUSTOM,
                key,
                "ticket",
                deployment.finished(),
                content(deployment, true),
                Map.of("deployment", deployment.id()));
    }

    private CdEvent incident(String predicate, Incident incident, Instant at) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (!incident.summary().isEmpty()) {
            content.put("description", incident.summary());
        }
        content.put("environment", environment(incident.environment()));
        content.put("service", Map.of("id", incident.service()));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("severity", incident.severity().toString());
        putIfThere(details, "causedBy", incident.causedBy());
        putIfThere(details, "restoredBy", incident.restoredBy());
        return event(
                "dev.cdevents.incident." + predicate + ".0.1.0",
                STANDARD,
                incident.id(),
                "incident",
                at,
                content,
                details);
    }

    private static String predicate(Deployment deployment) {
        if (deployment.kind() == DeploymentKind.ROLLBACK) {
            return "rolledback";
        }
        return deployment.previousVersion() == null ? "deployed" : "upgraded";
    }

    private static Map<String, Object> content(Deployment deployment, boolean withService) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (withService) {
            content.put("service", Map.of("id", deployment.service()));
        }
        content.put("environment", environment(deployment.environment()));
        content.put("artifactId", artifact(deployment.service(), deployment.version()));
        return content;
    }

    private static Map<String, Object> details(Deployment deployment) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("deployment", deployment.id());
        details.put("started", deployment.started());
        putIfThere(details, "kind", deployment.kind());
        putIfThere(details, "previousVersion", deployment.previousVersion());
        putIfThere(details, "sprint", deployment.sprintId());
        details.put("tickets", deployment.tickets());
        return details;
    }

    private static void putIfThere(Map<String, Object> details, String name, Object value) {
        if (value != null) {
            details.put(name, value);
        }
    }

    private static Map<String, Object> environment(Environment environment) {
        return Map.of("id", environment.name());
    }

    /** A package URL, as CDEvents wants artifacts to be named. */
    private static String artifact(String service, String version) {
        return "pkg:generic/" + encoded(service) + "@" + encoded(version);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private CdEvent event(
            String type,
            String version,
            String subjectId,
            String subjectType,
            Instant at,
            Map<String, Object> content,
            Map<String, Object> details) {
        String identity =
                String.join("\n", source, type, subjectId, at.toString(), String.valueOf(details.get("deployment")));
        String id = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                .toString();
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("version", version);
        context.put("id", id);
        context.put("source", source);
        context.put("type", type);
        context.put("timestamp", at);
        Map<String, Object> subject = new LinkedHashMap<>();
        subject.put("id", subjectId);
        subject.put("type", subjectType);
        subject.put("content", content);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("context", context);
        data.put("subject", subject);
        if (!details.isEmpty()) {
            data.put("customData", details);
            data.put("customDataContentType", "application/json");
        }
        return new CdEvent(id, type, source, subjectId, at, data);
    }
}
