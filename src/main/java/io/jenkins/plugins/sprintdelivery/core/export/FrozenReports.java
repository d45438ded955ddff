package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.ledger.DocumentStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** The reports of closed sprints, each kept once and never changed. Thread-safe where its store is. */
public final class FrozenReports {

    /** Nothing is kept, and nothing can be. */
    public static final FrozenReports NONE = new FrozenReports(DocumentStore.NONE);

    private final DocumentStore store;

    public FrozenReports(DocumentStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * The report of a sprint.
     *
     * @throws IOException if it is there and cannot be read
     */
    public Optional<SprintReport> find(String sprintId) throws IOException {
        try {
            return store.find(sprintId).map(SprintReport::parse);
        } catch (JacksonException e) {
            throw new IOException("the frozen report of the sprint '" + sprintId + "' is damaged; move it away", e);
        }
    }

    /**
     * Keeps the report of a sprint that has closed.
     *
     * @return false where the sprint has one already, which stays as it is
     * @throws IllegalArgumentException if the report is of no sprint, of a part of one, or of one that is still open
     */
    public boolean keep(SprintReport report) throws IOException {
        if (report.sprint() == null
                || report.scope().service() != null
                || report.scope().environment() != null
                || report.generatedAt().isBefore(report.sprint().end())) {
            throw new IllegalArgumentException("only the whole report of a closed sprint can be frozen");
        }
        return store.keep(report.sprint().id(), report.freeze().json().getBytes(StandardCharsets.UTF_8));
    }
}
