package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.util.Objects;

/**
 * What a page or a report is about, after all names were checked against the ledger.
 *
 * @param sprint the sprint whose time it is, or null for another period
 * @param scope time, service and environments
 */
public record Selection(Sprint sprint, Scope scope) {
    public Selection {
        Objects.requireNonNull(scope, "scope");
    }
}
