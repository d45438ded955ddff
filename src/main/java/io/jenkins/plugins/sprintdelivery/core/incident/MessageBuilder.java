package io.jenkins.plugins.sprintdelivery.core.incident;

import java.util.ArrayList;
import java.util.List;

/** Collects what a message says, up to its bound. Of one thread. */
final class MessageBuilder {

    private final List<IncidentSignal> signals = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    void add(IncidentSignal signal) {
        if (signals.size() >= IncidentFormat.MAX_INCIDENTS) {
            throw new IncidentFormatException(
                    "the message has more than " + IncidentFormat.MAX_INCIDENTS + " incidents; send fewer at once");
        }
        signals.add(signal);
    }

    void skip(String reason) {
        if (skipped.size() < IncidentFormat.MAX_INCIDENTS) {
            skipped.add(reason);
        }
    }

    IncidentMessage build() {
        return new IncidentMessage(signals, skipped);
    }
}
