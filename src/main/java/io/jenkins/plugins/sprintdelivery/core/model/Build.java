package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A build of a service, as the ledger keeps it.
 *
 * @param reference which build
 * @param service what it builds; by default the job's name
 * @param result how it ended, or {@link BuildResult#IN_PROGRESS}
 * @param started when it began
 * @param durationMillis how long it took in milliseconds; 0 while in progress
 * @param sprintId the sprint stamped on it, or null
 * @param tickets keys of its tickets
 * @param tests its tests, or null where it reported none
 * @param version what it built, or null
 * @param commits ids of the commits new in it
 */
public record Build(
        BuildReference reference,
        String service,
        BuildResult result,
        Instant started,
        long durationMillis,
        String sprintId,
        List<String> tickets,
        TestCounts tests,
        String version,
        List<String> commits) {
    public Build {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(started, "started");
        service = service == null || service.isBlank() ? reference.job() : service;
        tickets = tickets == null ? List.of() : List.copyOf(tickets);
        commits = commits == null ? List.of() : List.copyOf(commits);
    }
}
