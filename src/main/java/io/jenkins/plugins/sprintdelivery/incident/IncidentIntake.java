package io.jenkins.plugins.sprintdelivery.incident;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.sprintdelivery.core.incident.IncidentMessage;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Logger;

/**
 * Records what reports say and the ledger does not know yet, and what people write. One of them at a time, because what is
 * news follows from what was recorded before.
 */
@Extension
public final class IncidentIntake {

    private static final Logger LOGGER = Logger.getLogger(IncidentIntake.class.getName());

    /** Senders wait 10 seconds and more for an answer, and send again without one. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The one intake of this controller. */
    public static IncidentIntake get() {
        return ExtensionList.lookupSingleton(IncidentIntake.class);
    }

    /**
     * Records a report; it is on disk when this returns.
     *
     * @throws io.jenkins.plugins.sprintdelivery.core.incident.IncidentFormatException if it cannot be read
     * @throws IOException if it could not be recorded
     */
    synchronized void take(IncidentSource source, byte[] body) throws IOException {
        JenkinsLedger jenkinsLedger = JenkinsLedger.get();
        try {
            LedgerQueries queries = upToDate(jenkinsLedger.open());
            IncidentMessage message = source.toFormat().read(body, source.toRules(environments(queries)));
            message.skipped().forEach(reason -> LOGGER.info(() -> "A report of '" + source.getName() + "': " + reason));
            List<Incident> news = message.newsTo(queries::incident);
            if (!news.isEmpty()) {
                jenkinsLedger.append(news.stream()
                        .<LedgerEvent>map(LedgerEvent.IncidentRecorded::new)
                        .toList());
            }
        } catch (LedgerUnavailableException notNow) {
            throw new IOException(notNow.getMessage(), notNow);
        }
    }

    /**
     * Records what somebody writes; it is on disk when this returns, and as a rule to be seen.
     *
     * @throws RefusedDraftException if it cannot be recorded as it is
     * @throws IOException if it could not be recorded
     */
    public Incident byHand(IncidentDraft draft, DraftContext context) throws IOException {
        Incident incident = record(draft, context);
        try {
            // so that the page which follows shows it
            JenkinsLedger.get().open().catchUp(PATIENCE);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return incident;
    }

    private synchronized Incident record(IncidentDraft draft, DraftContext context) throws IOException {
        JenkinsLedger jenkinsLedger = JenkinsLedger.get();
        try {
            upToDate(jenkinsLedger.open());
            Incident incident = draft.read(context);
            jenkinsLedger.append(List.of(new LedgerEvent.IncidentRecorded(incident)));
            return incident;
        } catch (LedgerUnavailableException notNow) {
            throw new IOException(notNow.getMessage(), notNow);
        }
    }

    private static LedgerQueries upToDate(Ledger ledger) throws IOException {
        try {
            if (!ledger.catchUp(PATIENCE)) {
                throw new IOException("the ledger did not catch up with its journal in time");
            }
            return ledger.queries(PATIENCE);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Jenkins is stopping");
        }
    }

    /** An environment that the ledger knows has the tier that it has there. */
    private static Function<String, Environment> environments(LedgerQueries queries) {
        List<Environment> known = queries.environments();
        return name -> known.stream()
                .filter(environment -> environment.name().equals(name))
                .findFirst()
                .orElseGet(() -> Environment.named(name));
    }
}
