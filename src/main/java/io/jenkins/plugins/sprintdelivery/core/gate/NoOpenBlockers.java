package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Objects;
import java.util.Set;

/**
 * Bounds the open tickets that forbid a release.
 *
 * @param max the most there may be
 */
public record NoOpenBlockers(int max, ConditionSeverity severity) implements Check {

    public static final String TYPE = "tickets.blockers";

    public NoOpenBlockers {
        Objects.requireNonNull(severity, "severity");
        if (max < 0) {
            throw new IllegalArgumentException("a maximum cannot be negative: " + max);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "at most " + Words.count(max, "open blocker");
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Blockers());
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return facts.get(new Need.Blockers())
                .judge(blockers -> Finding.of(
                                blockers.open().size() <= max,
                                Words.count(blockers.open().size(), "open blocker"),
                                blockers.open().stream()
                                        .map(TicketFacts.Ticket::line)
                                        .toList())
                        .orElse("close " + Words.count(blockers.open().size() - max, "blocker")));
    }
}
