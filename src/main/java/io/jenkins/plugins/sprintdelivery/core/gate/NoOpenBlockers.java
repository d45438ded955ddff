package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
        return TicketFacts.withoutTickets(facts.candidate())
                .filter(none -> facts.candidate().tickets() == null)
                .orElseGet(() -> facts.get(new Need.Blockers()).judge(this::judge));
    }

    private Finding judge(BlockerFacts blockers) {
        int open = blockers.open().size();
        if (open <= max) {
            Optional<TrackerSilence> silence = TrackerSilence.unanswered(blockers.silences());
            if (silence.isPresent()) {
                return silence.get().undecided();
            }
        }
        List<String> evidence = Stream.concat(
                        blockers.silences().stream().map(TrackerSilence::reason),
                        blockers.open().stream().map(TicketFacts.Ticket::line))
                .toList();
        return Finding.of(open <= max, Words.count(open, "open blocker"), evidence)
                .orElse("close " + Words.count(open - max, "blocker"));
    }
}
