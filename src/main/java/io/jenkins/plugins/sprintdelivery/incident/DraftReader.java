package io.jenkins.plugins.sprintdelivery.incident;

import hudson.Util;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.core.spelling.Suggestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the fields of a draft, and collects what is wrong with them. Of one thread. */
final class DraftReader {

    private static final int MAX_LINE = 500;
    private static final int SHOWN = 80;

    /** Whoever writes an earlier year has mistyped it. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final DraftContext context;
    private final Map<String, String> problems = new LinkedHashMap<>();

    DraftReader(DraftContext context) {
        this.context = context;
    }

    void refuse(String field, String problem) {
        problems.putIfAbsent(field, problem);
    }

    void refuseIfWrong() {
        if (!problems.isEmpty()) {
            throw new RefusedDraftException(problems);
        }
    }

    /** A text as it may stand in a message. */
    static String shown(String text) {
        String line = Util.fixNull(text).replaceAll("\\p{Cc}+", " ").strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN - 1) + "…";
    }

    String service(String field, String text) {
        String name = Util.fixEmptyAndTrim(text);
        List<String> services = context.recordable().services();
        if (name == null) {
            refuse(field, Messages.IncidentDraft_NoService(offer("", services)));
        } else if (!services.contains(name)) {
            refuse(field, Messages.IncidentDraft_UnknownService(shown(name), offer(name, services)));
        }
        return name;
    }

    /** An environment with the tier that it has in the ledger. */
    Environment environment(String field, String text) {
        String name = Util.fixEmptyAndTrim(text);
        List<Environment> known = context.recordable().environments();
        List<String> names = known.stream().map(Environment::name).toList();
        if (name == null) {
            refuse(field, Messages.IncidentDraft_NoEnvironment(offer("", names)));
        } else if (!names.contains(name)) {
            refuse(field, Messages.IncidentDraft_UnknownEnvironment(shown(name), offer(name, names)));
        } else {
            return known.get(names.indexOf(name));
        }
        return null;
    }

    private static String offer(String given, List<String> valid) {
        Suggestion suggestion = Suggestion.of(given, valid);
        String first = String.join(", ", suggestion.first());
        if (valid.isEmpty()) {
            return Messages.IncidentDraft_NoneYet();
        } else if (suggestion.near().isPresent()) {
            return Messages.IncidentDraft_DidYouMean(suggestion.near().get());
        }
        return suggestion.others() == 0
                ? Messages.IncidentDraft_UseOneOf(first)
                : Messages.IncidentDraft_UseOneOfMore(first, suggestion.others());
    }

    /** The severity, or null where none is given. */
    Severity severity(String field, String text) {
        String label = Util.fixEmptyAndTrim(text);
        try {
            return label == null ? null : Severity.parse(label);
        } catch (IllegalArgumentException e) {
            String labels =
                    Arrays.stream(Severity.values()).map(Severity::toString).collect(Collectors.joining(", "));
            refuse(field, Messages.IncidentDraft_UnknownSeverity(shown(label), labels));
            return null;
        }
    }

    /** One line for people. */
    String line(String field, String text) {
        String line = Util.fixNull(text).replaceAll("\\p{Cc}+", " ").strip();
        if (line.length() > MAX_LINE) {
            refuse(field, Messages.IncidentDraft_TooLong(MAX_LINE, line.length()));
        }
        return line;
    }

    /** A time that has come, or nothing where none is given. */
    Optional<Instant> moment(String field, String text) {
        String given = Util.fixEmptyAndTrim(text);
        if (given == null) {
            return Optional.empty();
        }
        Instant moment;
        try {
            moment = parse(given);
        } catch (DateTimeException e) {
            refuse(field, Messages.IncidentDraft_NoTime(shown(given), context.zone()));
            return Optional.empty();
        }
        if (moment.isAfter(context.now()) || moment.isBefore(EARLIEST)) {
            refuse(field, Messages.IncidentDraft_OutOfRange(shown(given), words(EARLIEST), words(context.now())));
            return Optional.empty();
        }
        return Optional.of(moment);
    }

    /** As a browser's field for a time writes it, or ISO-8601 with a zone. */
    private Instant parse(String text) {
        try {
            return LocalDateTime.parse(text).atZone(context.zone()).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException withZone) {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
        }
    }

    private String words(Instant moment) {
        return MINUTES.format(moment.atZone(context.zone()));
    }

    /** When an incident ended. People write minutes, so that an end in the minute of the opening is no mistake. */
    Instant end(String field, Instant opened, Instant resolved) {
        if (!resolved.isBefore(opened)) {
            return resolved;
        }
        if (resolved.isBefore(opened.truncatedTo(ChronoUnit.MINUTES))) {
            refuse(field, Messages.IncidentDraft_ResolvedBeforeOpened(words(resolved), words(opened)));
        }
        return opened;
    }

    /** The id of a deployment that can have caused what was opened then, or null where none is given. */
    String cause(String field, String text, Instant opened) {
        Optional<Deployment> cause = deployment(field, text);
        cause.map(Deployment::started)
                .filter(started -> started.truncatedTo(ChronoUnit.MINUTES).isAfter(opened))
                .ifPresent(
                        started -> refuse(field, Messages.IncidentDraft_CauseTooLate(words(started), words(opened))));
        return cause.map(Deployment::id).orElse(null);
    }

    /** The id of a deployment that can have ended what was opened then, or null where none is given. */
    String restorer(String field, String text, Instant opened) {
        Optional<Deployment> restorer = deployment(field, text);
        restorer.map(Deployment::finished)
                .filter(finished -> finished.isBefore(opened))
                .ifPresent(finished ->
                        refuse(field, Messages.IncidentDraft_RestoredTooEarly(words(finished), words(opened))));
        return restorer.map(Deployment::id).orElse(null);
    }

    private Optional<Deployment> deployment(String field, String text) {
        String id = Util.fixEmptyAndTrim(text);
        if (id == null) {
            return Optional.empty();
        }
        Optional<Deployment> known = context.visible().deployment(id);
        if (known.isEmpty()) {
            refuse(field, Messages.IncidentDraft_UnknownDeployment(shown(id)));
        }
        return known;
    }
}
