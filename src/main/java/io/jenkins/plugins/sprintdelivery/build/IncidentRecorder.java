package io.jenkins.plugins.sprintdelivery.build;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Records that an incident was opened or resolved. Waits for the disk and asks the ledger: never call it on the Pipeline
 * VM thread.
 */
public final class IncidentRecorder {

    private static final Logger LOGGER = Logger.getLogger(IncidentRecorder.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Run<?, ?> run;
    private final TaskListener listener;
    private final Clock clock;

    public IncidentRecorder(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
        this.clock = Clock.systemUTC();
    }

    /**
     * What a step says of an incident. Everything but the id may be null.
     *
     * @param id the same when it is opened and when it is resolved
     * @param resolved whether it is over
     * @param environment where; needed to open it
     * @param service what is affected; by default the build's service
     * @param severity how much it hurts; by default medium
     * @param summary one line for people
     * @param causedBy id of the deployment that caused it; by default the last successful one there
     * @param restoredBy id of the deployment that restored it
     */
    public record Request(
            String id,
            boolean resolved,
            String environment,
            String service,
            String severity,
            String summary,
            String causedBy,
            String restoredBy)
            implements Serializable {}

    /**
     * Records what the request says.
     *
     * @throws AbortException if the request cannot be, opens what is on record of another service or environment, or
     *     resolves what was never opened
     */
    public void record(Request request) throws IOException, InterruptedException {
        Incident incident;
        try {
            incident = request.resolved() ? resolved(request) : opened(request);
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.IncidentRecorder_Refused(e.getMessage()));
        }
        JenkinsLedger.get().record(listener, List.of(new LedgerEvent.IncidentRecorded(incident)));
        String place = incident.environment().name();
        listener.getLogger()
                .println(
                        request.resolved()
                                ? Messages.IncidentRecorder_Resolved(incident.id(), incident.service(), place)
                                : Messages.IncidentRecorder_Opened(incident.id(), incident.service(), place));
    }

    private Incident opened(Request request) throws AbortException, InterruptedException {
        if (request.environment() == null) {
            throw new AbortException(Messages.IncidentRecorder_NoEnvironment());
        }
        EffectiveSettings settings =
                EffectiveSettings.of(run.getParent(), SprintTagAction.of(run).repositorySettings());
        Incident incident = new Incident(
                request.id(),
                request.service() == null ? BuildFacts.service(run.getParent(), settings) : request.service(),
                settings.environment(request.environment()),
                request.severity() == null ? null : Severity.parse(request.severity()),
                request.summary(),
                now(),
                null,
                request.causedBy(),
                null);
        onRecord(request.id()).ifPresent(incident::requireSamePlaceAs);
        return incident;
    }

    /** What the ledger has under the id; one that does not answer keeps nobody from recording. */
    private static Optional<Incident> onRecord(String id) throws InterruptedException {
        try {
            return find(id);
        } catch (IOException | LedgerUnavailableException notNow) {
            LOGGER.log(Level.FINE, notNow, () -> "it is not known whether '" + id + "' is on record");
            return Optional.empty();
        }
    }

    private static Optional<Incident> find(String id) throws IOException, InterruptedException {
        Ledger ledger = JenkinsLedger.get().open();
        ledger.catchUp(PATIENCE);
        return ledger.queries().incident(id);
    }

    private Incident resolved(Request request) throws IOException, InterruptedException {
        Incident known = find(request.id())
                .orElseThrow(() -> new AbortException(Messages.IncidentRecorder_Unknown(request.id())));
        Instant end = now();
        return known.resolvedAt(end.isBefore(known.opened()) ? known.opened() : end, request.restoredBy());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
