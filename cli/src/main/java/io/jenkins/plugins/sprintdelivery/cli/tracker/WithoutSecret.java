package io.jenkins.plugins.sprintdelivery.cli.tracker;

import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.util.Collection;
import java.util.List;

/**
 * A tracker that cannot be asked because its secret is not there. That is a failure of the tracker as any other, so that
 * it fails no build.
 *
 * @param failure what is wrong with the secret
 */
record WithoutSecret(TrackerFailure failure) implements Tracker {

    private TrackerException refused() {
        return new TrackerException(failure);
    }

    @Override
    public String account() {
        throw refused();
    }

    @Override
    public List<Board> boards(String search) {
        throw refused();
    }

    @Override
    public List<TrackedSprint> sprints(String board) {
        throw refused();
    }

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        throw refused();
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        throw refused();
    }
}
