package io.jenkins.plugins.sprintdelivery.core.outbox;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.WriteBack;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * A tracker that is told something.
 *
 * @param name what the ledger calls it
 * @param writes what it is told
 * @param holds whether a ticket with this key, in what this job did, is the site's; the job is null where none did it
 * @param writer hands it over
 */
public record OutboxSite(String name, Set<WriteBack> writes, BiPredicate<String, String> holds, TrackerWriter writer) {
    public OutboxSite {
        Objects.requireNonNull(name, "name");
        writes = Set.copyOf(writes);
        Objects.requireNonNull(holds, "holds");
        Objects.requireNonNull(writer, "writer");
    }
}
