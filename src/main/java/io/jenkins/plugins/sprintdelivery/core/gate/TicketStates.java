package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Asks that every ticket of the candidate is in one of some states. It holds where there is no ticket.
 *
 * @param states the states, as the tracker calls them, in any case, at least one
 */
public record TicketStates(List<String> states, ConditionSeverity severity) implements Check {

    public static final String TYPE = "tickets.states";

    public TicketStates {
        states = List.copyOf(states);
        Objects.requireNonNull(severity, "severity");
        if (states.isEmpty()) {
            throw new IllegalArgumentException("name at least one state");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "every ticket " + String.join(" or ", states);
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Tickets());
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return TicketFacts.withoutTickets(facts.candidate())
                .orElseGet(() -> facts.get(new Need.Tickets()).judge(this::judge));
    }

    private Finding judge(TicketFacts tickets) {
        return tickets.judge(
                ticket -> states.stream().noneMatch(ticket.state()::equalsIgnoreCase),
                "not",
                open -> "bring " + Words.count(open, "ticket") + " to " + String.join(" or ", states));
    }
}
