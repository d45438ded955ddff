package io.jenkins.plugins.sprintdelivery.core.incident;

import io.jenkins.plugins.sprintdelivery.core.model.Severity;

/** The five priorities P1 to P5, which PagerDuty and Opsgenie share. */
final class Priorities {

    private Priorities() {}

    static Severity severity(String priority) {
        switch (priority.charAt(1)) {
            case '1':
                return Severity.CRITICAL;
            case '2':
                return Severity.HIGH;
            case '3':
                return Severity.MEDIUM;
            default:
                return Severity.LOW;
        }
    }
}
