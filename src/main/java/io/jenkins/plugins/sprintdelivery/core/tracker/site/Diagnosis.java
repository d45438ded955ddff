package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.util.List;

/**
 * What a test of a site's connection found.
 *
 * @param steps what worked, in words, in the order it was tried
 * @param failure what did not, which says what to do, or null where all is well
 */
public record Diagnosis(List<String> steps, TrackerFailure failure) {
    public Diagnosis {
        steps = List.copyOf(steps);
    }

    public boolean isWell() {
        return failure == null;
    }
}
