package io.jenkins.plugins.sprintdelivery.core.incident;

import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.time.Instant;

/**
 * PagerDuty's <a href="https://developer.pagerduty.com/docs/webhooks-overview">V3 webhooks</a>. The service is the
 * PagerDuty service's name; a message names no environment.
 */
final class PagerDutyMessage implements IncidentFormat.Reader {

    @Override
    public void read(Fields message, IncidentRules rules, MessageBuilder into) {
        Fields event = message.requiredObject("event");
        String type = event.required("event_type");
        Fields data = event.requiredObject("data");
        if (!type.startsWith("incident.") || !"incident".equals(data.text("type"))) {
            into.skip("an event '" + type + "' opens and resolves no incident");
            return;
        }
        Instant opened = data.requiredTime("created_at");
        boolean resolved = type.equals("incident.resolved") || "resolved".equals(data.text("status"));
        Instant at = event.requiredTime("occurred_at");
        Incident incident = new Incident(
                "pagerduty-" + data.required("id"),
                rules.service(data.requiredObject("service").required("summary")),
                rules.environment((String) null),
                severity(data),
                data.text("title"),
                opened,
                resolved ? (at.isBefore(opened) ? opened : at) : null,
                null,
                null);
        into.add(new IncidentSignal(incident, type.equals("incident.reopened")));
    }

    /** The priority where the account has priorities, otherwise the urgency. */
    private static Severity severity(Fields data) {
        String priority = data.object("priority").text("summary");
        if (priority != null && priority.matches("(?i)p[1-5]")) {
            return Priorities.severity(priority);
        }
        return "low".equals(data.text("urgency")) ? Severity.LOW : Severity.HIGH;
    }
}
