package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.tracker.CommitStatuses;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketComments;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * Tells of deployments by comments on tickets and by statuses of commits. A comment ends with a mark, by which it is known
 * again after an attempt whose outcome was lost. Thread-safe.
 */
final class CommentWriter implements TrackerWriter {

    private static final String STATUS = "sprint-delivery/";

    private final TicketComments comments;
    private final CommitStatuses statuses;

    /**
     * @param statuses writes statuses, or null where the tracker has none
     */
    CommentWriter(TicketComments comments, CommitStatuses statuses) {
        this.comments = Objects.requireNonNull(comments, "comments");
        this.statuses = statuses;
    }

    @Override
    public Receipt deliver(OutboxEntry entry) {
        Deployment deployment = entry.deployment();
        if (entry.kind() == OutboxEntry.Kind.COMMENT) {
            comments.comment(entry.ticket(), text(entry));
            return Receipt.TAKEN;
        }
        if (entry.kind() == OutboxEntry.Kind.STATUS && statuses != null) {
            statuses.set(new CommitStatuses.Status(
                    deployment.commit(),
                    STATUS + deployment.environment().name(),
                    state(deployment),
                    deployment.service() + " " + deployment.version() + ": " + entry.said(),
                    entry.page() == null ? null : URI.create(entry.page())));
            return Receipt.TAKEN;
        }
        return new Receipt("This tracker takes no " + entry.kind() + ".", List.of());
    }

    @Override
    public boolean has(OutboxEntry entry) {
        return entry.kind() == OutboxEntry.Kind.COMMENT && comments.has(entry.ticket(), mark(entry));
    }

    private static CommitStatuses.State state(Deployment deployment) {
        return switch (deployment.status()) {
            case PENDING, IN_PROGRESS -> CommitStatuses.State.PENDING;
            case SUCCESSFUL -> CommitStatuses.State.SUCCESS;
            case FAILED, CANCELLED, ROLLED_BACK -> CommitStatuses.State.FAILURE;
        };
    }

    private static String text(OutboxEntry entry) {
        Deployment deployment = entry.deployment();
        return "Deployment of " + code(deployment.service()) + " " + code(deployment.version()) + " to "
                + code(deployment.environment().name()) + ": " + entry.said() + "."
                + (entry.page() == null ? "" : "\n\n" + entry.page())
                + "\n\n" + mark(entry);
    }

    private static String mark(OutboxEntry entry) {
        return "(sprint-delivery " + entry.id() + ")";
    }

    /** A name as it is, so that it neither mentions anybody nor becomes markup. */
    private static String code(String name) {
        return "`" + name.replaceAll("[`\\p{Cntrl}]", " ").strip() + "`";
    }
}
