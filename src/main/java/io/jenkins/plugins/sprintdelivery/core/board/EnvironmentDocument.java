package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.time.Instant;

/**
 * One environment.
 *
 * @param at the moment it was made for
 * @param environment its name and tier
 * @param sprint the sprint whose time availability and incidents are of, or null for another period
 * @param scope time and service of availability and incidents
 * @param running what runs there now, and since when
 * @param availability the metric, with a part for each service
 * @param incidents those that overlap the time, newest first
 * @param history every deployment there, newest first
 */
public record EnvironmentDocument(
        Instant at,
        Environment environment,
        SprintView sprint,
        Scope scope,
        Bounded<RunningVersion> running,
        Metric availability,
        Bounded<Incident> incidents,
        Page<Deployment> history) {}
