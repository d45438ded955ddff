package io.jenkins.plugins.sprintdelivery.core.incident;

import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

    /** How many incidents it is about. */
    public int incidents() {
        return (int) signals.stream()
                .map(signal -> signal.incident().id())
                .distinct()
                .count();
    }

    /**
     * The incidents to record, each once, in the message's order; none that the ledger knows as it is.
     *
     * @param ledger what the ledger has under an id
     */
    public List<Incident> newsTo(Function<String, Optional<Incident>> ledger) {
        Map<String, Incident> news = new LinkedHashMap<>();
        for (IncidentSignal signal : signals) {
            String id = signal.incident().id();
            Incident known =
                    news.containsKey(id) ? news.get(id) : ledger.apply(id).orElse(null);
            signal.over(known).ifPresent(incident -> news.put(id, incident));
        }
        return new ArrayList<>(news.values());
    }
}
