package io.jenkins.plugins.sprintdelivery.core.metrics;

import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a tracker says of the scope's sprint, and how far its tickets came; or why nothing is known of that. */
public sealed interface SprintFacts {

    /** Nothing is known. */
    record Unknown(Reason reason) implements SprintFacts {
        public Unknown {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Why nothing is known. */
    enum Reason {
        NO_SPRINT("the period is not a sprint"),
        NO_TRACKER("no tracker is configured for this sprint"),
        NOT_READ("the tracker was not read for this sprint yet"),
        NOT_SHOWN("what the sprint's tracker says is not shown here");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** In words for people. */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A tracker told of the sprint.
     *
     * @param commitment what was promised, or null where it is not known
     * @param contents what is in the sprint
     * @param built keys of the sprint's tickets that a build or deployment of the scope's services carries
     * @param reached when changes of the sprint's tickets first reached one of the scope's environments, by key
     * @param beside keys of the tickets that other sprints of the same time promised or hold
     */
    record Known(
            Commitment commitment,
            SprintContents contents,
            Set<String> built,
            Map<String, Instant> reached,
            Set<String> beside)
            implements SprintFacts {
        public Known {
            Objects.requireNonNull(contents, "contents");
            built = Set.copyOf(built);
            reached = Map.copyOf(reached);
            beside = Set.copyOf(beside);
        }
    }
}
