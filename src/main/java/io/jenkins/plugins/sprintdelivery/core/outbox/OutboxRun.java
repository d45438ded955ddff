package io.jenkins.plugins.sprintdelivery.core.outbox;

import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import java.util.List;

/**
 * What one run of the outbox did.
 *
 * @param queued what was put into it
 * @param tried what was tried, with its outcome
 */
public record OutboxRun(List<OutboxEntry> queued, List<OutboxEntry> tried) {
    public OutboxRun {
        queued = List.copyOf(queued);
        tried = List.copyOf(tried);
    }

    /** Whether everything that was tried arrived. */
    public boolean isWell() {
        return tried.stream().allMatch(entry -> entry.state() == OutboxEntry.State.DELIVERED);
    }
}
