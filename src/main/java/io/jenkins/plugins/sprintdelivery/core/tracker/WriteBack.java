package io.jenkins.plugins.sprintdelivery.core.tracker;

import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What may be written to a tracker. */
public enum WriteBack {
    /** Builds, for the tickets' development panel. */
    BUILDS(OutboxEntry.Kind.BUILD),
    /** Deployments, for the tickets' development panel. */
    DEPLOYMENTS(OutboxEntry.Kind.DEPLOYMENT),
    /** A comment on each ticket that a finished deployment to production carries. */
    COMMENTS(OutboxEntry.Kind.COMMENT),
    /** A status of the deployed commit, one for each environment. */
    STATUSES(OutboxEntry.Kind.STATUS);

    private final OutboxEntry.Kind kind;

    WriteBack(OutboxEntry.Kind kind) {
        this.kind = kind;
    }

    /** What stands for it in the outbox. */
    public OutboxEntry.Kind kind() {
        return kind;
    }

    /** What a kind of tracker takes. */
    public static Set<WriteBack> takenBy(TrackerType type) {
        if (type instanceof TrackerType.JiraCloud) {
            return EnumSet.of(BUILDS, DEPLOYMENTS);
        }
        if (type instanceof TrackerType.GitHub || type instanceof TrackerType.GitLab) {
            return EnumSet.of(COMMENTS, STATUSES);
        }
        if (type instanceof TrackerType.ClickUp || type instanceof TrackerType.Trello) {
            return EnumSet.of(COMMENTS);
        }
        return EnumSet.noneOf(WriteBack.class);
    }

    /**
     * The constant with this label.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static WriteBack parse(String label) {
        return Arrays.stream(values())
                .filter(constant -> constant.toString().equals(label.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label.strip()
                        + "' is nothing that can be written; use one of: "
                        + Arrays.stream(values()).map(WriteBack::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
