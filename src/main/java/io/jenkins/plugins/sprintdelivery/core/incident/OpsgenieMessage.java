package io.jenkins.plugins.sprintdelivery.core.incident;

import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opsgenie's <a href="https://support.atlassian.com/opsgenie/docs/integrate-opsgenie-with-webhook/">outgoing
 * webhook</a>. Service and environment come from the alert's details, otherwise from tags such as {@code service:shop};
 * the service otherwise from its entity.
 */
final class OpsgenieMessage implements IncidentFormat.Reader {

    private static final Set<String> ENDS = Set.of("Close", "Delete");
    private static final Set<String> BEGINS =
            Set.of("Create", "Acknowledge", "UnAcknowledge", "UpdatePriority", "UpdateMessage", "Escalate");

    @Override
    public void read(Fields message, IncidentRules rules, MessageBuilder into) {
        String action = message.required("action");
        if (!ENDS.contains(action) && !BEGINS.contains(action)) {
            into.skip("an action '" + action + "' opens and resolves no incident");
            return;
        }
        Fields alert = message.requiredObject("alert");
        Map<String, String> labels = new HashMap<>(alert.tags("tags"));
        labels.putAll(alert.labels("details"));
        Optional<String> service = rules.service(labels)
                .or(() -> Optional.ofNullable(alert.text("entity")).map(rules::service));
        if (service.isEmpty()) {
            into.skip("the alert '" + alert.required("alertId") + "' names no service; it needs an entity, or one of"
                    + " the details " + String.join(", ", rules.serviceLabels()));
            return;
        }
        Instant opened = alert.epoch("createdAt");
        if (opened == null) {
            throw new IncidentFormatException("field 'alert.createdAt' is missing; let the integration add the"
                    + " alert's details to the message");
        }
        into.add(IncidentSignal.of(new Incident(
                "opsgenie-" + alert.required("alertId"),
                service.get(),
                rules.environment(labels),
                severity(alert.text("priority")),
                alert.text("message"),
                opened,
                ENDS.contains(action) ? resolved(alert, opened) : null,
                null,
                null)));
    }

    private static Instant resolved(Fields alert, Instant opened) {
        Instant updated = alert.epoch("updatedAt");
        if (updated == null) {
            throw new IncidentFormatException("field 'alert.updatedAt' is missing; it says when the alert ended");
        }
        return updated.isBefore(opened) ? opened : updated;
    }

    private static Severity severity(String priority) {
        return priority != null && priority.matches("P[1-5]") ? Priorities.severity(priority) : Severity.MEDIUM;
    }
}
