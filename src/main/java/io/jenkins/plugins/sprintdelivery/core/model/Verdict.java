package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Collection;

/** What a gate, or one of its conditions, says. Spelled in capitals everywhere. */
public enum Verdict {
    PASS,
    WARN,
    INCONCLUSIVE,
    FAIL;

    /** The worst of the verdicts, {@link #FAIL} being the worst, and {@link #PASS} for none. */
    public static Verdict worst(Collection<Verdict> verdicts) {
        return verdicts.stream().max(Enum::compareTo).orElse(PASS);
    }
}
