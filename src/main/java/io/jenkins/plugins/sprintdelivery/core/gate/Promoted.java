package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Asks that the version was in another environment for a time without being rolled back there. Time counts until
 * another version replaced it.
 *
 * @param from the other environment's name
 * @param time how long, zero for having been there at all
 */
public record Promoted(String from, Duration time, ConditionSeverity severity) implements Check {

    public static final String TYPE = "deployment.promoted";

    public Promoted {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(severity, "severity");
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time cannot be negative: " + time);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "deployed to " + from + (time.isZero() ? "" : " for at least " + Words.of(time));
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Stays(from));
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return facts.get(new Need.Stays(from)).judge(stays -> judge(stays, facts));
    }

    private Finding judge(StayFacts stays, GateFacts facts) {
        Optional<StayFacts.Stay> rolledBack =
                stays.stays().stream().filter(StayFacts.Stay::rolledBack).findFirst();
        if (rolledBack.isPresent()) {
            return Finding.of(
                            false,
                            "it was rolled back in " + from + " at "
                                    + Words.of(rolledBack.get().to()),
                            List.of(rolledBack.get().deployment()))
                    .orElse("release a version that stays in " + from);
        }
        Optional<StayFacts.Stay> longest =
                stays.stays().stream().max(Comparator.comparing(stay -> stay.until(facts.at())));
        if (longest.isEmpty()) {
            return Finding.violated("it was not deployed to " + from).orElse("deploy it to " + from + " first");
        }
        StayFacts.Stay stay = longest.get();
        Duration length = stay.until(facts.at());
        return Finding.of(
                        length.compareTo(time) >= 0,
                        "in " + from + " for " + Words.of(length) + (stay.to() == null ? "" : ", then replaced"),
                        List.of(stay.deployment()))
                .orElse(
                        stay.to() == null
                                ? "wait until " + Words.of(stay.from().plus(time))
                                : "deploy it to " + from + " again and leave it there for " + Words.of(time));
    }
}
