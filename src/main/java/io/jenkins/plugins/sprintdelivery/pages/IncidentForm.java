package io.jenkins.plugins.sprintdelivery.pages;

import hudson.Util;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.board.AllTiers;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.incident.DraftContext;
import io.jenkins.plugins.sprintdelivery.incident.IncidentDraft;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the page of incidents shows, read from the ledger before it is drawn: open incidents, choices, and a draft. */
public final class IncidentForm {

    private static final int MAX_OPEN = 200;
    private static final int MAX_DEPLOYMENTS = 100;

    /** Deployments that are offered as cause or restoration; others may be written down. */
    private static final Duration RECENT = Duration.ofDays(30);

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final String recorded;
    private final Map<String, String> problems;
    private final List<String> services;
    private final List<String> environments;
    private final List<Choice> deployments;
    private final List<Open> open;
    private final Map<String, String> values;
    private final String zone;

    private IncidentForm(
            DraftContext context, String recorded, Map<String, String> written, Map<String, String> problems) {
        this.recorded = recorded;
        this.problems = problems;
        this.services = context.recordable().services();
        this.environments = context.recordable().environments().stream()
                .map(Environment::name)
                .toList();
        this.deployments = new AllTiers(context.visible())
                .deployments(since(context.now().minus(RECENT), context.now()), MAX_DEPLOYMENTS).stream()
                        .map(deployment -> Choice.of(deployment, context.zone()))
                        .toList();
        this.open = new AllTiers(context.recordable())
                .incidents(since(context.now(), context.now()), MAX_OPEN).stream()
                        .filter(incident -> incident.resolved() == null)
                        .map(incident -> Open.of(incident, context.zone()))
                        .toList();
        this.values = new HashMap<>(likely(services, environments));
        this.values.putAll(written);
        this.zone = context.zone().getId();
    }

    private static Scope since(Instant from, Instant now) {
        return Scope.production(from, now.plusSeconds(1));
    }

    /**
     * The form before somebody writes, with what is likely.
     *
     * @param recordedId id of what the user has just recorded, or null
     */
    static IncidentForm blank(DraftContext context, String recordedId) {
        String recorded = Optional.ofNullable(recordedId)
                .flatMap(context.recordable()::incident)
                .map(IncidentForm::words)
                .orElse(null);
        return new IncidentForm(context, recorded, Map.of(), Map.of());
    }

    /**
     * The form as it was written, to be corrected.
     *
     * @param problems what is wrong, by the field
     */
    static IncidentForm refused(DraftContext context, IncidentDraft draft, Map<String, String> problems) {
        return new IncidentForm(context, null, written(draft), problems);
    }

    private static String words(Incident incident) {
        String place = incident.environment().name();
        return incident.resolved() == null
                ? Messages.IncidentRecorder_Opened(incident.id(), incident.service(), place)
                : Messages.IncidentRecorder_Resolved(incident.id(), incident.service(), place);
    }

    private static Map<String, String> likely(List<String> services, List<String> environments) {
        return Map.of(
                "service",
                services.size() == 1 ? services.get(0) : "",
                "environment",
                environments.isEmpty() ? "" : environments.get(0),
                "severity",
                Severity.MEDIUM.toString());
    }

    private static Map<String, String> written(IncidentDraft draft) {
        Map<String, String> fields = new HashMap<>();
        if (draft instanceof IncidentDraft.Opening opening) {
            fields.put("service", opening.service());
            fields.put("environment", opening.environment());
            fields.put("severity", opening.severity());
            fields.put("summary", opening.summary());
            fields.put("opened", opening.opened());
            fields.put("resolved", opening.resolved());
            fields.put("causedBy", opening.causedBy());
        } else if (draft instanceof IncidentDraft.Resolution resolution) {
            fields.put("incident", resolution.id());
            fields.put("end", resolution.resolved());
            fields.put("restoredBy", resolution.restoredBy());
        }
        return fields;
    }

    /** An id for the incident that this form records. */
    public String getId() {
        return IncidentDraft.Opening.newId();
    }

    /** The services to choose from. */
    public List<String> getServices() {
        return services;
    }

    /** The environments to choose from. */
    public List<String> getEnvironments() {
        return environments;
    }

    /** The severities to choose from. */
    public List<Choice> getSeverities() {
        return Stream.of(Severity.values())
                .map(severity -> new Choice(severity.toString(), words(severity)))
                .toList();
    }

    private static String words(Severity severity) {
        return switch (severity) {
            case LOW -> Messages.Severity_Low();
            case MEDIUM -> Messages.Severity_Medium();
            case HIGH -> Messages.Severity_High();
            case CRITICAL -> Messages.Severity_Critical();
        };
    }

    /** Recent deployments, newest first. */
    public List<Choice> getDeployments() {
        return deployments;
    }

    /** The incidents that last, newest first. */
    public List<Open> getOpen() {
        return open;
    }

    /** What stands in a field. */
    public String value(String field) {
        return Util.fixNull(values.get(field));
    }

    /** What is wrong with a field, or null. */
    public String problem(String field) {
        return problems.get(field);
    }

    /** Whether something cannot be recorded. */
    public boolean isRefused() {
        return !problems.isEmpty();
    }

    /** What the user has just recorded, in words, or null. */
    public String getRecorded() {
        return recorded;
    }

    /** Where times are read and shown. */
    public String getZone() {
        return zone;
    }

    /**
     * Something to choose.
     *
     * @param id what a choice of it sends
     * @param label what it is, for people
     */
    public record Choice(String id, String label) {

        private static Choice of(Deployment deployment, ZoneId zone) {
            return new Choice(
                    deployment.id(),
                    deployment.service() + " " + deployment.version() + ", "
                            + deployment.environment().name() + ", "
                            + MINUTES.format(deployment.started().atZone(zone)));
        }
    }

    /**
     * An incident that lasts.
     *
     * @param incident it
     * @param since when it was opened, for people
     * @param severity how much it hurts, for people
     */
    public record Open(Incident incident, String since, String severity) {

        private static Open of(Incident incident, ZoneId zone) {
            return new Open(incident, MINUTES.format(incident.opened().atZone(zone)), words(incident.severity()));
        }
    }
}
