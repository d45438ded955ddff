package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.incident.IncidentFormat;
import io.jenkins.plugins.sprintdelivery.core.incident.IncidentFormatException;
import io.jenkins.plugins.sprintdelivery.core.incident.IncidentMessage;
import io.jenkins.plugins.sprintdelivery.core.incident.IncidentRules;
import io.jenkins.plugins.sprintdelivery.core.incident.IncidentSignal;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerWriteException;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Records incidents: by hand, or from the body of a webhook. */
@Command(
        name = "incident",
        description = {
            "Records that an incident was opened or resolved.",
            "With --from it reads a message of Alertmanager, PagerDuty, Opsgenie or your own. Reading a message twice"
                    + " changes nothing."
        },
        mixinStandardHelpOptions = true)
final class IncidentCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Mixin
    private WrittenLedgerOption ledger;

    @ArgGroup(multiplicity = "1")
    private What what;

    private static final class What {
        @Option(names = "--open", paramLabel = "ID", description = "An incident of this id was opened.")
        private String open;

        @Option(names = "--resolve", paramLabel = "ID", description = "The incident of this id was resolved.")
        private String resolve;

        @Option(names = "--from", paramLabel = "FILE", description = "Read a webhook's body; - is standard input.")
        private String from;
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "With --from: alertmanager, pagerduty, opsgenie or generic (default).")
    private String format;

    @Option(names = "--service", paramLabel = "NAME", description = "With --open: the service that is affected.")
    private String service;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "With --open: where. With --from: where an incident is that names no environment. Default:"
                    + " production.")
    private String environment;

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "With --open: low, medium (default), high or critical.")
    private String severity;

    @Option(names = "--summary", paramLabel = "TEXT", description = "With --open: one line for people.")
    private String summary;

    @Option(names = "--at", paramLabel = "TIME", description = "When, such as 2026-03-02T12:00:00Z. Default: now.")
    private String at;

    @Option(
            names = "--caused-by",
            paramLabel = "DEPLOYMENT",
            description = "With --open: the deployment that caused it. Default: the last successful one there.")
    private String causedBy;

    @Option(
            names = "--restored-by",
            paramLabel = "DEPLOYMENT",
            description = "With --resolve: the deployment that restored the service.")
    private String restoredBy;

    @Option(
            names = "--map-service",
            paramLabel = "NAME=SERVICE",
            description = "With --from: what a name in the message stands for. Any number of times.")
    private Map<String, String> services = new LinkedHashMap<>();

    @Option(
            names = "--map-environment",
            paramLabel = "NAME=ENVIRONMENT",
            description = "With --from: likewise for environments.")
    private Map<String, String> environments = new LinkedHashMap<>();

    @Mixin
    private SummaryOutput output;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemDefaultZone();

    @Override
    public Integer call() {
        refuseWhatDoesNotGoTogether();
        IncidentMessage message = what.from == null ? null : message();
        try (Ledger open = ledger.open(clock)) {
            if (!open.catchUp(PATIENCE)) {
                throw new InputException("the ledger in '" + ledger.directory()
                        + "' did not catch up with its journal within " + PATIENCE.toMinutes() + " minutes; try again");
            }
            record(open, message == null ? byHand(open.queries()) : message);
            open.catchUp(PATIENCE);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the command was interrupted; run it again, nothing is recorded twice", e);
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        }
    }

    private void refuseWhatDoesNotGoTogether() {
        boolean opening = what.open != null;
        refuse(
                !opening && (service != null || severity != null || summary != null || causedBy != null),
                "--service, --severity, --summary and --caused-by go with --open");
        refuse(what.resolve == null && restoredBy != null, "--restored-by goes with --resolve");
        refuse(what.resolve != null && environment != null, "--environment goes with --open or --from");
        refuse(
                what.from == null && (format != null || !services.isEmpty() || !environments.isEmpty()),
                "--format, --map-service and --map-environment go with --from");
        refuse(what.from != null && at != null, "--at goes with --open or --resolve; a message has its own times");
        refuse(opening && service == null, "--open needs --service: what is affected");
    }

    private void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private IncidentMessage message() {
        IncidentRules rules = IncidentRules.DEFAULT
                .naming(services, environments)
                .in(environment == null ? "production" : environment, Environment::named);
        try {
            IncidentFormat read = format == null ? IncidentFormat.GENERIC : IncidentFormat.parse(format);
            return read.read(body(), rules);
        } catch (IncidentFormatException e) {
            throw new InputException(what.from + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private byte[] body() {
        boolean standardInput = what.from.equals("-");
        if (!standardInput && !Files.isRegularFile(Path.of(what.from))) {
            throw new InputException("there is no file " + what.from);
        }
        try (InputStream input = standardInput ? System.in : Files.newInputStream(Path.of(what.from))) {
            return input.readNBytes(IncidentFormat.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new InputException(what.from + " cannot be read: " + e, e);
        }
    }

    private IncidentMessage byHand(LedgerQueries queries) {
        Incident incident = what.open == null ? resolved(queries) : opened(queries);
        return new IncidentMessage(List.of(new IncidentSignal(incident, what.open != null)), List.of());
    }

    private Incident opened(LedgerQueries queries) {
        try {
            Incident incident = new Incident(
                    what.open,
                    service,
                    Environment.named(environment == null ? "production" : environment),
                    severity == null ? null : Severity.parse(severity),
                    summary,
                    moment(),
                    null,
                    causedBy,
                    null);
            queries.incident(what.open).ifPresent(incident::requireSamePlaceAs);
            return incident;
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private Incident resolved(LedgerQueries queries) {
        Incident known = queries.incident(what.resolve)
                .orElseThrow(() -> new InputException("the ledger knows no incident '" + what.resolve
                        + "'; open it first with --open, or see api/v1/incidents of the board"));
        try {
            return known.resolvedAt(moment(), restoredBy);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private Instant moment() {
        try {
            return at == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : Instant.parse(at);
        } catch (DateTimeParseException e) {
            throw new InputException("--at '" + at + "' is no time; use one such as 2026-03-02T12:00:00Z", e);
        }
    }

    private void record(Ledger open, IncidentMessage message) throws LedgerWriteException {
        List<Incident> news = message.newsTo(open.queries()::incident);
        open.append(news.stream()
                .<LedgerEvent>map(LedgerEvent.IncidentRecorded::new)
                .toList());
        print(message, news.size());
    }

    private void print(IncidentMessage message, int recorded) {
        int known = message.incidents() - recorded;
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("recorded", recorded);
        document.put("unchanged", known);
        document.put("skipped", message.skipped());
        message.skipped().forEach(reason -> output.note("Left out: " + reason));
        output.print(document, List.of("Recorded " + recorded + " incidents, " + known + " were known as they are."));
    }
}
