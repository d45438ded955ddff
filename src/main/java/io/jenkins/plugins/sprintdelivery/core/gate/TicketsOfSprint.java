package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Objects;
import java.util.Set;

/** Asks that every ticket of the candidate belongs to its sprint. It holds where there is no ticket. */
public record TicketsOfSprint(ConditionSeverity severity) implements Check {

    public static final String TYPE = "tickets.ofSprint";

    public TicketsOfSprint {
        Objects.requireNonNull(severity, "severity");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "only tickets of this sprint";
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Tickets());
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return TicketFacts.withoutTickets(facts.candidate()).orElseGet(() -> judge(facts));
    }

    private static Finding judge(GateFacts facts) {
        ReleaseCandidate candidate = facts.candidate();
        if (candidate.sprint() == null) {
            return Finding.undecided("the sprint of the release is not known")
                    .orElse("configure a calendar of sprints or a tracker");
        }
        return facts.get(new Need.Tickets()).judge(tickets -> judge(tickets, candidate));
    }

    private static Finding judge(TicketFacts tickets, ReleaseCandidate candidate) {
        String name = candidate.sprint().name();
        return tickets.judge(
                ticket -> !ticket.sprints().contains(candidate.sprint().id())
                        && !ticket.sprints().contains(name),
                "outside of " + name,
                foreign -> "move the tickets into " + name + ", or take their changes out");
    }
}
