package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Which delivered tickets a sprint planned: the one place that decides it, for the marks on tickets as for the metric.
 * Several teams deliver at the same time, and what another team delivers says nothing of this one's plan. Immutable.
 */
public final class PlannedWork {

    private final Set<String> promised;
    private final Set<String> beside;
    private final Set<String> projects = new HashSet<>();

    /** What a delivered ticket is to the sprint. */
    public enum Standing {
        /** The sprint promised it. */
        PLANNED,
        /** It is of a project of the sprint, and no sprint of that time promised or holds it but this one, later. */
        UNPLANNED,
        /** Another sprint of that time promised or holds it. */
        IN_ANOTHER_SPRINT,
        /** The sprint has no ticket of its project. */
        OF_ANOTHER_PROJECT
    }

    /**
     * The plan of a sprint.
     *
     * @param commitment what it promised
     * @param contents what is in it, or null where it was not looked at yet
     * @param beside keys of the tickets that other sprints of the same time promised or hold
     */
    public PlannedWork(Commitment commitment, SprintContents contents, Collection<String> beside) {
        this.promised = Set.copyOf(commitment.tickets());
        this.beside = Set.copyOf(Objects.requireNonNull(beside, "beside"));
        promised.forEach(key -> projects.add(project(key)));
        if (contents != null) {
            contents.tickets().forEach(key -> projects.add(project(key)));
        }
    }

    /** What the ticket of this key, which was delivered in the sprint's time, is to the sprint. */
    public Standing of(String key) {
        if (promised.contains(key)) {
            return Standing.PLANNED;
        }
        if (beside.contains(key)) {
            return Standing.IN_ANOTHER_SPRINT;
        }
        return projects.contains(project(key)) ? Standing.UNPLANNED : Standing.OF_ANOTHER_PROJECT;
    }

    /** What stands before the number, as in {@code ABC-12}, {@code #12} or {@code group/shop#12}; empty without one. */
    private static String project(String key) {
        int number = key.length();
        while (number > 0 && key.charAt(number - 1) >= '0' && key.charAt(number - 1) <= '9') {
            number--;
        }
        boolean numbered =
                number > 0 && number < key.length() && (key.charAt(number - 1) == '-' || key.charAt(number - 1) == '#');
        return numbered ? key.substring(0, number) : "";
    }
}
