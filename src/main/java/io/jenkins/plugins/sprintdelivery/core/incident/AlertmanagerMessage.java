package io.jenkins.plugins.sprintdelivery.core.incident;

import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Alertmanager's webhook, <a href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">version
 * 4</a>. An alert's fingerprint is made of its labels, so that the same alert another day has the same one: the id
 * carries the moment it began as well.
 */
final class AlertmanagerMessage implements IncidentFormat.Reader {

    @Override
    public void read(Fields message, IncidentRules rules, MessageBuilder into) {
        for (Fields alert : message.objects("alerts")) {
            Map<String, String> labels = alert.labels("labels");
            String name = labels.getOrDefault("alertname", "alert");
            Optional<String> service = rules.service(labels);
            if (service.isEmpty()) {
                into.skip("the alert '" + name + "' names no service; it needs one of the labels "
                        + String.join(", ", rules.serviceLabels()));
                continue;
            }
            Instant began = alert.requiredTime("startsAt");
            into.add(IncidentSignal.of(new Incident(
                    "alertmanager-" + alert.required("fingerprint") + "-" + began.getEpochSecond(),
                    service.get(),
                    rules.environment(labels),
                    severity(labels.get("severity")),
                    summary(name, alert.labels("annotations")),
                    began,
                    resolved(alert, began),
                    null,
                    null)));
        }
    }

    private static Instant resolved(Fields alert, Instant began) {
        String status = alert.required("status");
        if (status.equals("firing")) {
            return null;
        }
        if (!status.equals("resolved")) {
            throw alert.wrong("status", "is not valid; use one of: firing, resolved");
        }
        Instant ended = alert.requiredTime("endsAt");
        return ended.isBefore(began) ? began : ended;
    }

    private static String summary(String name, Map<String, String> annotations) {
        String said = annotations.getOrDefault("summary", annotations.get("description"));
        return said == null ? name : said;
    }

    /** By the habit of Prometheus' own rules and the common mixins; other words are medium. */
    private static Severity severity(String label) {
        switch (label == null ? "" : label.toLowerCase(Locale.ROOT)) {
            case "critical", "page", "fatal", "emergency":
                return Severity.CRITICAL;
            case "high", "error", "major":
                return Severity.HIGH;
            case "info", "low", "none", "minor":
                return Severity.LOW;
            default:
                return Severity.MEDIUM;
        }
    }
}
