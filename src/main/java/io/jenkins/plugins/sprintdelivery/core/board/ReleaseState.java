package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.spelling.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the way of a service into an environment stands, in one word; what presses most comes first. */
public enum ReleaseState {
    /** A build waits at the gate. */
    WAITING,
    /** A freeze holds now. */
    FROZEN,
    FAILED,
    INCONCLUSIVE,
    WARNED,
    /** It passed because somebody overrode it. */
    OVERRIDDEN,
    PASSED,
    /** No gate was asked. */
    NONE;

    /** What a gate that was decided left. */
    static ReleaseState of(GateResult result) {
        if (result == null) {
            return NONE;
        }
        if (result.override() != null) {
            return OVERRIDDEN;
        }
        return switch (result.verdict()) {
            case PASS -> PASSED;
            case WARN -> WARNED;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case FAIL -> FAILED;
        };
    }

    /**
     * The constant with this label.
     *
     * @throws IllegalArgumentException naming the nearest label or all
     */
    static ReleaseState parse(String label) {
        for (ReleaseState state : values()) {
            if (state.toString().equals(label)) {
                return state;
            }
        }
        List<String> labels =
                Arrays.stream(values()).map(ReleaseState::toString).toList();
        throw new IllegalArgumentException("there is no state '" + label + "'"
                + NearestName.of(label, labels)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; use one of: " + String.join(", ", labels)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
