package io.jenkins.plugins.sprintdelivery.core.ledger.query;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A build, and what it would change in each environment that its service came to.
 *
 * @param build as the ledger keeps it
 * @param environments production first, then by name
 */
public record BuildOutlook(Build build, List<Change> environments) {

    public BuildOutlook {
        Objects.requireNonNull(build, "build");
        environments = List.copyOf(environments);
    }

    /**
     * What a build would change in an environment, against the deployment that succeeded there last.
     *
     * @param environment where
     * @param running what runs there, or null where nothing does
     * @param by the build that brought it there, or null where no build is known of
     * @param direction which way the build lies
     * @param commits those that it would bring, or take back, newest first; of a commit of which the ledger has only the
     *     id, nothing is said here
     * @param tickets keys of the tickets of these changes, in alphabetical order
     * @param more whether there are more changes than these
     */
    public record Change(
            Environment environment,
            RunningVersion running,
            BuildReference by,
            Direction direction,
            List<Commit> commits,
            List<String> tickets,
            boolean more) {
        public Change {
            Objects.requireNonNull(environment, "environment");
            Objects.requireNonNull(direction, "direction");
            commits = List.copyOf(commits);
            tickets = List.copyOf(tickets);
        }
    }

    /** Where a build lies, seen from what its job brought to an environment last. */
    public enum Direction {
        /** It would bring changes; so would any build where its job brought nothing yet. */
        FORWARD,
        /** It is the one that runs there. */
        SAME,
        /** A later build of its job runs there, so that it would take changes back. */
        BACK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
