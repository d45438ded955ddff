package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * The tests of the build that was last released to the environment in question.
 *
 * @param release which release it is, in words
 * @param failing the tests that failed in it
 * @param duration how long all of its tests took together, or null where nobody says
 */
public record ReleasedTestFacts(String release, Set<String> failing, Duration duration) {
    public ReleasedTestFacts {
        Objects.requireNonNull(release, "release");
        failing = Set.copyOf(failing);
    }
}
