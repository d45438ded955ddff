package io.jenkins.plugins.sprintdelivery.core.freeze;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.util.List;

/** When a freeze holds. */
public sealed interface FreezeWindow permits OneOffWindow, RepeatingWindow, SprintWindow {

    /** The most spans that one question is answered with; a longer question is answered for its beginning. */
    int MAX_SPANS = 1_000;

    /**
     * Every time it holds at least partly within a stretch of time, whole and in order.
     *
     * @param from the beginning of the stretch, inclusive
     * @param to its end, exclusive
     * @param sprints the sprints that are known of it, in any order
     */
    List<Span> spans(Instant from, Instant to, List<Sprint> sprints);

    /** Whether it cannot be told without knowing the sprints. */
    default boolean needsSprints() {
        return false;
    }
}
