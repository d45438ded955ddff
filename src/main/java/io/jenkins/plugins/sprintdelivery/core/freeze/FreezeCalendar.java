package io.jenkins.plugins.sprintdelivery.core.freeze;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All freezes that hold at one place. A nearer place may add freezes and lift none, so that a freeze of the whole
 * company stays one in every repository. Immutable.
 *
 * @param freezes the freezes, nearest first
 */
public record FreezeCalendar(List<Freeze> freezes) {

    /** No freeze. */
    public static final FreezeCalendar EMPTY = new FreezeCalendar(List.of());

    public FreezeCalendar {
        freezes = List.copyOf(freezes);
    }

    /** These freezes and those of a place farther away. */
    public FreezeCalendar and(FreezeCalendar farther) {
        List<Freeze> all = new ArrayList<>(freezes);
        all.addAll(farther.freezes);
        return new FreezeCalendar(all);
    }

    /** Whether the answer for this release depends on the sprints. */
    public boolean needsSprints(String service, Environment environment) {
        return freezes.stream()
                .anyMatch(freeze ->
                        freeze.concerns(service, environment) && freeze.window().needsSprints());
    }

    /**
     * The freezes that hold at a moment, the one that ends last first.
     *
     * @param service the service, or null where it is not known
     * @param environment where it is to go, or null where it is not known
     * @param sprints the sprints known around the moment
     */
    public List<FreezePeriod> at(Instant moment, String service, Environment environment, List<Sprint> sprints) {
        return between(moment, moment.plusNanos(1), service, environment, sprints).stream()
                .sorted(Comparator.comparing(FreezePeriod::to).reversed())
                .toList();
    }

    /**
     * The freezes that hold for a release at least partly within a stretch of time, in the order they begin, so that
     * they can be announced ahead.
     *
     * @param from the beginning of the stretch, inclusive
     * @param to its end, exclusive
     * @param service the service, or null for those of all
     * @param environment where it is to go, or null for those of all
     * @param sprints the sprints known of that time
     */
    public List<FreezePeriod> between(
            Instant from, Instant to, String service, Environment environment, List<Sprint> sprints) {
        return freezes.stream()
                .filter(freeze -> freeze.concerns(service, environment))
                .flatMap(freeze -> freeze.window().spans(from, to, sprints).stream()
                        .map(span -> new FreezePeriod(freeze, span.from(), span.to())))
                .sorted(Comparator.comparing(FreezePeriod::from).thenComparing(FreezePeriod::to))
                .limit(FreezeWindow.MAX_SPANS)
                .toList();
    }
}
