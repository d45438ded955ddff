package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.util.function.Function;

/**
 * What issues wait for and what waits for them, which an older server of one's own does not know: it is asked once, and
 * then without. Thread-safe.
 */
final class GitHubDependencies {

    /** What to ask for of an issue. */
    private static final String FIELDS = " blockedBy(first: 20) { nodes { number state repository { nameWithOwner } } }"
            + " blocking(first: 20) { nodes { number state repository { nameWithOwner } } }";

    private volatile boolean known = true;

    /**
     * Asks with the dependencies where the server knows them.
     *
     * @param question takes what to ask for of an issue in addition, which may be nothing
     */
    <T> T ask(Function<String, T> question) {
        if (known) {
            try {
                return question.apply(FIELDS);
            } catch (TrackerException refused) {
                if (!isAboutDependencies(refused.failure())) {
                    throw refused;
                }
                known = false;
            }
        }
        return question.apply("");
    }

    private static boolean isAboutDependencies(TrackerFailure failure) {
        return failure instanceof TrackerFailure.Refused && failure.message().contains("blockedBy");
    }
}
