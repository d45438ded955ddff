package io.jenkins.plugins.sprintdelivery.core.incident;

import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.time.Instant;
import java.util.List;

/** One incident with the ledger's own fields, or a list of them under {@code incidents}. */
final class GenericMessage implements IncidentFormat.Reader {

    @Override
    public void read(Fields message, IncidentRules rules, MessageBuilder into) {
        for (Fields item : message.has("incidents") ? message.objects("incidents") : List.of(message)) {
            Instant opened = item.requiredTime("opened");
            Instant resolved = item.time("resolved");
            if (resolved != null && resolved.isBefore(opened)) {
                throw item.wrong("resolved", "is before 'opened'");
            }
            into.add(IncidentSignal.of(new Incident(
                    item.required("id"),
                    rules.service(item.required("service")),
                    rules.environment(item.text("environment")),
                    severity(item),
                    item.text("summary"),
                    opened,
                    resolved,
                    item.text("causedBy"),
                    item.text("restoredBy"))));
        }
    }

    private static Severity severity(Fields item) {
        String label = item.text("severity");
        try {
            return label == null ? null : Severity.parse(label);
        } catch (IllegalArgumentException e) {
            throw item.wrong("severity", "is not valid; use one of: low, medium, high, critical");
        }
    }
}
