package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries a site from the outside in: does it answer, who is it that asks, is the board there, has it a sprint. */
public final class ConnectionTest {

    private ConnectionTest() {}

    /**
     * Tries a tracker; asks it several times, so that it takes as long as that.
     *
     * @param site the site's settings; without a board, sprints are left out
     */
    public static Diagnosis of(SiteSettings site, Tracker tracker) {
        String board = site.board();
        List<String> steps = new ArrayList<>();
        if (site.sendsSecretInTheOpen()) {
            steps.add("The url begins with http://, so that everybody on the way can read the secret; use https://.");
        }
        try {
            steps.add("The tracker answers, and the secret belongs to " + tracker.account() + ".");
            if (board == null) {
                steps.add("No board is configured, so that no sprint can be found.");
                return new Diagnosis(steps, null);
            }
            List<TrackedSprint> sprints = tracker.sprints(board);
            steps.add("The board '" + board + "' is there and has " + count(sprints.size()) + ".");
            steps.add(active(sprints)
                    .map(sprint -> "The active sprint is '" + sprint.name() + "'"
                            + (sprint.dated("").isPresent()
                                    ? "."
                                    : ", which has no dates: builds are stamped by the calendar instead."))
                    .orElse("No sprint is active now."));
            return new Diagnosis(steps, null);
        } catch (TrackerException problem) {
            return new Diagnosis(steps, problem.failure());
        }
    }

    private static String count(int sprints) {
        return sprints == 0 ? "no sprint" : sprints == 1 ? "1 sprint" : sprints + " sprints";
    }

    private static Optional<TrackedSprint> active(List<TrackedSprint> sprints) {
        return sprints.stream()
                .filter(sprint -> sprint.state() == SprintState.ACTIVE)
                .reduce((earlier, later) -> later.start() == null ? earlier : later);
    }
}
