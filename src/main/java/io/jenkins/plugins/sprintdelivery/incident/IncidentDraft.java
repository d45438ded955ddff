package io.jenkins.plugins.sprintdelivery.incident;

import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What somebody writes of an incident: text of a form, of which nothing is recorded unless all of it can be. */
public sealed interface IncidentDraft {

    /**
     * The incident to record.
     *
     * @throws RefusedDraftException saying of every field what is wrong with it
     */
    Incident read(DraftContext context);

    /**
     * An incident that was opened, and may be over already. Everything but id, service and environment may be null or
     * blank.
     *
     * @param id what {@link #newId()} gave to the form, so that a form that is sent twice is recorded once
     * @param opened when it began; by default now
     * @param resolved when it ended; by default it lasts
     * @param causedBy id of the deployment that caused it; by default the ledger blames the last successful one there
     */
    record Opening(
            String id,
            String service,
            String environment,
            String severity,
            String summary,
            String opened,
            String resolved,
            String causedBy)
            implements IncidentDraft {

        private static final int ID_DIGITS = 12;
        private static final Pattern ID = Pattern.compile("hand-[0-9a-f]{" + ID_DIGITS + "}");
        private static final SecureRandom RANDOM = new SecureRandom();

        /** An id for the next incident that somebody records. */
        public static String newId() {
            return "hand-" + HexFormat.of().toHexDigits(RANDOM.nextLong(), ID_DIGITS);
        }

        @Override
        public Incident read(DraftContext context) {
            DraftReader reader = new DraftReader(context);
            String checkedId = checkedId(context, reader);
            String checkedService = reader.service("service", service);
            Environment checkedEnvironment = reader.environment("environment", environment);
            Severity checkedSeverity = reader.severity("severity", severity);
            String checkedSummary = reader.line("summary", summary);
            Instant begin = reader.moment("opened", opened).orElse(context.now());
            Instant end = reader.moment("resolved", resolved)
                    .map(moment -> reader.end("resolved", begin, moment))
                    .orElse(null);
            String cause = reader.cause("causedBy", causedBy, begin);
            reader.refuseIfWrong();
            return new Incident(
                    checkedId,
                    checkedService,
                    checkedEnvironment,
                    checkedSeverity,
                    checkedSummary,
                    begin,
                    end,
                    cause,
                    null);
        }

        private String checkedId(DraftContext context, DraftReader reader) {
            if (id == null || !ID.matcher(id).matches()) {
                reader.refuse("id", Messages.IncidentDraft_NoId());
            } else if (context.ledger().incident(id).isPresent()) {
                reader.refuse("id", Messages.IncidentDraft_Twice(id));
            }
            return id;
        }
    }

    /**
     * An open incident that is over. Everything but the id may be null or blank.
     *
     * @param resolved when it ended; by default now
     * @param restoredBy id of the deployment that restored the service
     */
    record Resolution(String id, String resolved, String restoredBy) implements IncidentDraft {

        @Override
        public Incident read(DraftContext context) {
            DraftReader reader = new DraftReader(context);
            Optional<Incident> open = Optional.ofNullable(id)
                    .flatMap(context.recordable()::incident)
                    .filter(incident -> incident.resolved() == null);
            if (open.isEmpty()) {
                reader.refuse("incident", Messages.IncidentDraft_NotOpen(DraftReader.shown(id)));
                reader.refuseIfWrong();
            }
            Incident known = open.orElseThrow();
            Instant end = reader.end(
                    "end", known.opened(), reader.moment("end", resolved).orElse(context.now()));
            String restorer = reader.restorer("restoredBy", restoredBy, known.opened());
            reader.refuseIfWrong();
            return known.resolvedAt(end, restorer);
        }
    }
}
