package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import java.util.List;
import java.util.Objects;

/**
 * A build that ended before the ledger could record it.
 *
 * @param build the build, as far as it is known
 * @param commits the commits that it was the first to carry
 */
public record EarlierBuild(Build build, List<Commit> commits) {
    public EarlierBuild {
        Objects.requireNonNull(build, "build");
        commits = List.copyOf(commits);
    }
}
