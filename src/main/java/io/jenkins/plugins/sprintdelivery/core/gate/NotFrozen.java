package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Asks that no freeze holds for the release. */
public record NotFrozen(ConditionSeverity severity) implements Check {

    public static final String TYPE = "freeze.none";

    public NotFrozen {
        Objects.requireNonNull(severity, "severity");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "no freeze";
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Freezes());
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return facts.get(new Need.Freezes()).judge(freezes -> judge(freezes, facts));
    }

    private static Finding judge(FreezeFacts freezes, GateFacts facts) {
        ReleaseCandidate candidate = facts.candidate();
        List<FreezePeriod> now = freezes.calendar()
                .at(
                        facts.at(),
                        candidate.service(),
                        candidate.environment(),
                        freezes.sprints() == null ? List.of() : freezes.sprints());
        if (!now.isEmpty()) {
            FreezePeriod last = now.get(0);
            return Finding.of(
                            false,
                            "frozen until " + Words.of(last.to()) + ": "
                                    + last.freeze().name(),
                            now.stream().map(NotFrozen::line).toList())
                    .orElse("wait until " + Words.of(last.to()));
        }
        if (freezes.sprints() == null
                && freezes.calendar().needsSprints(candidate.service(), candidate.environment())) {
            return Finding.undecided("a freeze depends on the sprint, and the sprints are not known")
                    .orElse("configure a calendar of sprints or a tracker");
        }
        return Finding.holds("no freeze");
    }

    private static String line(FreezePeriod period) {
        return period.freeze().name() + ", from " + Words.of(period.from()) + " to " + Words.of(period.to()) + " ("
                + period.freeze().origin() + ")";
    }
}
