package io.jenkins.plugins.sprintdelivery.core.incident;

import java.util.List;

/**
 * What a message says about incidents.
 *
 * @param signals what was opened or resolved, in the message's order
 * @param skipped why other parts of it are no incidents of a service, one line each
 */
public record IncidentMessage(List<IncidentSignal> signals, List<String> skipped) {
    public IncidentMessage {
        signals = List.copyOf(signals);
        skipped = List.copyOf(skipped);
    }
}
