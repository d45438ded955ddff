package io.jenkins.plugins.sprintdelivery.core.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a ticket's word at the tracker and what was delivered do not go together, or what else stands out of it. */
public enum TicketMark {
    /** In the sprint and done by its tracker, and not in production. */
    DONE_NOT_DEPLOYED("done, not deployed"),
    /** In production, and in the sprint without being done. */
    DEPLOYED_NOT_DONE("deployed, not done"),
    /** In the sprint, not done, and called blocked by its tracker. */
    BLOCKED("blocked"),
    /** First reached production in the sprint's time, without having been promised for any sprint of that time. */
    UNPLANNED("unplanned"),
    /** In the sprint, and in an earlier one before. */
    CARRIED_OVER("carried over");

    private final String words;

    TicketMark(String words) {
        this.words = words;
    }

    /** In words for people. */
    String words() {
        return words;
    }

    /**
     * The mark of this name.
     *
     * @throws IllegalArgumentException naming the valid ones
     */
    public static TicketMark parse(String name) {
        return Arrays.stream(values())
                .filter(mark -> mark.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no mark '" + name + "'; use one of: "
                        + Arrays.stream(values()).map(TicketMark::toString).collect(Collectors.joining(", "))));
    }

    /** Stable name for programs. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
