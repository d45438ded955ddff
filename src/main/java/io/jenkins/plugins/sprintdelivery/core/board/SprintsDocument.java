package io.jenkins.plugins.sprintdelivery.core.board;

/**
 * The sprints to choose from.
 *
 * @param sprints newest first
 * @param current id of the sprint that is shown where none is asked for, or null
 */
public record SprintsDocument(Bounded<SprintView> sprints, String current) {}
