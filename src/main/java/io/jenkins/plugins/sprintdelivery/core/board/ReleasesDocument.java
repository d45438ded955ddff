package io.jenkins.plugins.sprintdelivery.core.board;

import java.util.List;

/**
 * What may be released and what waits, as one reader sees it. It has no moment of its own: where nothing happened it is
 * the same, so that a page that asks again and again is told so in a few bytes.
 *
 * @param releases the rows that were asked for, as they were asked to be sorted
 * @param all how many rows there are without a choice
 * @param forYou how many of all of them wait for something that the reader may give
 * @param services the services to choose from
 * @param environments the environments to choose from, production first
 * @param teams the teams to choose from
 * @param sprints the sprints to choose from, the newest first
 * @param problems what could not be told, in words
 */
public record ReleasesDocument(
        Bounded<ReleaseRow> releases,
        int all,
        int forYou,
        List<String> services,
        List<String> environments,
        List<String> teams,
        List<ReleaseRow.SprintName> sprints,
        List<String> problems) {
    public ReleasesDocument {
        services = List.copyOf(services);
        environments = List.copyOf(environments);
        teams = List.copyOf(teams);
        sprints = List.copyOf(sprints);
        problems = List.copyOf(problems);
    }
}
