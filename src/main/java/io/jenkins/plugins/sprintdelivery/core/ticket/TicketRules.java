package io.jenkins.plugins.sprintdelivery.core.ticket;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What counts as a ticket key.
 *
 * @param projects the projects whose keys count, in capitals; empty for any. Where projects are named, their keys are
 *     also taken in lower case from branches, pull requests, trailers and parameters, as in {@code feature/abc-12}
 * @param ignored prefixes never taken for a project, in addition to the well-known look-alikes; a prefix among the
 *     projects is taken all the same
 * @param issueNumbers whether {@code #12} and {@code GH-12} are tickets too, spelled {@code #12}
 * @param cardLinks whether the address of a Trello card is a ticket too, as {@code AbCd1234} in
 *     {@code https://trello.com/c/AbCd1234/12-pay}
 * @param trailers names of the commit trailers whose values hold tickets, in lower case
 */
public record TicketRules(
        Set<String> projects, Set<String> ignored, boolean issueNumbers, boolean cardLinks, Set<String> trailers) {

    /** The trailers read unless said otherwise. */
    public static final Set<String> DEFAULT_TRAILERS = Set.of(
            "ticket", "tickets", "issue", "issues", "jira", "refs", "ref", "closes", "fixes", "resolves", "task");

    /** Any project, no issue numbers. */
    public static final TicketRules DEFAULT = new TicketRules(Set.of(), Set.of(), false, DEFAULT_TRAILERS);

    /** Without addresses of cards. */
    public TicketRules(Set<String> projects, Set<String> ignored, boolean issueNumbers, Set<String> trailers) {
        this(projects, ignored, issueNumbers, false, trailers);
    }

    public TicketRules {
        projects = capitals(projects);
        ignored = capitals(ignored);
        trailers = trailers.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        List<String> wrong = projects.stream()
                .filter(project -> !isProject(project))
                .sorted()
                .toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("'" + wrong.get(0) + "' is no project key; a project key has 2 to "
                    + KeyScanner.MAX_PREFIX + " letters, digits or underscores and begins with a letter, as in ABC");
        }
    }

    /** Only the tickets of these projects. */
    public static TicketRules forProjects(String... projects) {
        return new TicketRules(Set.of(projects), Set.of(), false, DEFAULT_TRAILERS);
    }

    private static Set<String> capitals(Set<String> texts) {
        return texts.stream()
                .map(text -> text.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isProject(String text) {
        return text.matches("[A-Z][A-Z0-9_]{1," + (KeyScanner.MAX_PREFIX - 1) + "}");
    }
}
