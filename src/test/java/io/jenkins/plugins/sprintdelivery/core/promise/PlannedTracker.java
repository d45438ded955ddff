package io.jenkins.plugins.sprintdelivery.core.promise;

import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A tracker whose sprints a test plans. */
final class PlannedTracker implements Tracker {

    final Map<String, List<TrackedTicket>> contents = new HashMap<>();
    final Map<String, List<SprintChange>> moves = new HashMap<>();
    final Map<String, TrackedTicket> known = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    List<TrackedSprint> sprints = List.of();
    boolean keepsHistory;
    TrackerFailure failure;

    private void ask(String question) {
        asked.add(question);
        if (failure != null) {
            throw new TrackerException(failure);
        }
    }

    @Override
    public String account() {
        return "Ada";
    }

    @Override
    public List<Board> boards(String search) {
        return List.of();
    }

    @Override
    public List<TrackedSprint> sprints(String board) {
        ask("sprints");
        return sprints;
    }

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        ask("tickets " + new TreeSet<>(keys));
        return keys.stream().filter(known::containsKey).map(known::get).toList();
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        ask("tickets of " + sprint.id());
        return contents.getOrDefault(sprint.id(), List.of());
    }

    @Override
    public Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        ask("changes of " + new TreeSet<>(keys));
        Map<String, List<SprintChange>> found = new HashMap<>();
        keys.stream().filter(moves::containsKey).forEach(key -> found.put(key, moves.get(key)));
        return found;
    }

    @Override
    public boolean keepsSprintHistory() {
        return keepsHistory;
    }
}
