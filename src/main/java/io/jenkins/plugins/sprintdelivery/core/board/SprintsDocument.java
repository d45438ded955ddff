package io.jenkins.plugins.sprintdelivery.core.board;

import java.util.List;

/**
 * The sprints to choose from.
 *
 * @param sprints newest first
 * @param teams the boards or teams that sprints belong to, in alphabetical order
 * @param current id of the sprint that is shown where none is asked for, or null
 */
public record SprintsDocument(Page<SprintView> sprints, List<String> teams, String current) {
    public SprintsDocument {
        teams = List.copyOf(teams);
    }
}
