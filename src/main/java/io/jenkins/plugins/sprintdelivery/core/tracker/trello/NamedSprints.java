package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintStates;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Sprints that are lists, labels or boards whose name says so; the dates in it are the sprint's. Thread-safe. */
final class NamedSprints {

    private final Pattern names;
    private final Clock clock;

    NamedSprints(Pattern names, Clock clock) {
        this.names = names;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    boolean isSprint(String name) {
        return name != null && names.matcher(name).matches();
    }

    /**
     * Those of the markers that are sprints, in their order.
     *
     * @param markers of several open ones without dates the first one is the one at work
     */
    List<TrackedSprint> sprints(List<JsonNode> markers, String board) {
        List<TrackedSprint> sprints = new ArrayList<>();
        boolean activeFound = false;
        for (JsonNode marker : markers) {
            Optional<TrackedSprint> sprint = sprint(marker, board, activeFound);
            sprint.ifPresent(sprints::add);
            activeFound |= sprint.filter(found -> found.start() == null && found.state() == SprintState.ACTIVE)
                    .isPresent();
        }
        sprints.sort(TrackedSprint.BY_START);
        return List.copyOf(sprints);
    }

    private Optional<TrackedSprint> sprint(JsonNode marker, String board, boolean activeFound) {
        String id = Fields.text(marker, "id");
        String name = Fields.text(marker, "name");
        Matcher named = names.matcher(Objects.toString(name, ""));
        if (id == null || !named.matches()) {
            return Optional.empty();
        }
        LocalDate first = day(named, "start");
        LocalDate last = day(named, "end");
        Instant start =
                first == null ? null : first.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = Fields.endOf(last);
        SprintState state = Fields.flag(marker.path("closed"))
                ? SprintState.CLOSED
                : start == null && activeFound ? SprintState.FUTURE : SprintStates.at(clock.instant(), start, end);
        return Optional.of(new TrackedSprint(id, name, board, null, state, start, end, null, null));
    }

    private static LocalDate day(Matcher named, String group) {
        try {
            String text = named.group(group);
            return text == null ? null : LocalDate.parse(text);
        } catch (IllegalArgumentException | DateTimeException noSuchGroupOrDay) {
            return null;
        }
    }
}
