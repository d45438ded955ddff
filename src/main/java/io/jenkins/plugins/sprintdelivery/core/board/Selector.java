package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds what is asked for in a ledger, and says what there is where it cannot be found. Thread-safe. */
public final class Selector {

    /** The period that is shown where the ledger knows no sprint. */
    public static final Duration DEFAULT_PERIOD = Duration.ofDays(30);

    private static final int SPRINTS_SEARCHED = 1_000;

    private final LedgerQueries queries;

    public Selector(LedgerQueries queries) {
        this.queries = Objects.requireNonNull(queries, "queries");
    }

    /**
     * The selection for what is wanted. Where neither sprint nor period is named it is the current sprint, otherwise
     * the one that began last, otherwise the last 30 days. A period without an end lasts until now; one without a
     * start covers the 30 days before its end.
     *
     * @throws UnknownChoiceException if the ledger does not know the sprint, the service or the environment
     * @throws IllegalArgumentException if the period begins in the future and has no end
     */
    public Selection select(Wanted wanted, Instant now) {
        String service = wanted.service();
        if (service != null && !queries.services().contains(service)) {
            throw UnknownChoiceException.of("service", service, queries.services());
        }
        EnvironmentTier tier = wanted.tier() == null ? EnvironmentTier.PRODUCTION : wanted.tier();
        if (wanted.environment() != null) {
            tier = environment(wanted.environment()).tier();
        }
        if (wanted.since() != null || wanted.until() != null) {
            Instant to = wanted.until() == null ? now : wanted.until();
            Instant from = wanted.since() == null ? to.minus(DEFAULT_PERIOD) : wanted.since();
            return new Selection(null, new Scope(from, to, service, wanted.environment(), tier));
        }
        Sprint sprint = wanted.sprint() == null ? defaultSprint(now).orElse(null) : sprint(wanted.sprint());
        Instant from = sprint == null ? now.minus(DEFAULT_PERIOD) : sprint.start();
        Instant to = sprint == null ? now : sprint.end();
        return new Selection(sprint, new Scope(from, to, service, wanted.environment(), tier));
    }

    private Optional<Sprint> defaultSprint(Instant now) {
        Optional<Sprint> current = queries.sprintAt(now);
        if (current.isPresent()) {
            return current;
        }
        List<Sprint> newest = queries.sprints(SPRINTS_SEARCHED);
        Optional<Sprint> begun =
                newest.stream().filter(sprint -> !sprint.start().isAfter(now)).findFirst();
        return begun.isPresent() ? begun : newest.stream().findFirst();
    }

    private Sprint sprint(String wanted) {
        Optional<Sprint> byId = queries.sprint(wanted);
        if (byId.isPresent()) {
            return byId.get();
        }
        List<Sprint> sprints = queries.sprints(SPRINTS_SEARCHED);
        return sprints.stream()
                .filter(sprint -> sprint.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> UnknownChoiceException.of(
                        "sprint", wanted, sprints.stream().map(Sprint::id).toList()));
    }

    private Environment environment(String wanted) {
        List<Environment> environments = queries.environments();
        return environments.stream()
                .filter(environment -> environment.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> UnknownChoiceException.of(
                        "environment",
                        wanted,
                        environments.stream().map(Environment::name).toList()));
    }
}
