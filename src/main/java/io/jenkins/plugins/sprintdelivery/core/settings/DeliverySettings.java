package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.gate.PolicyBook;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a settings file says. Immutable.
 *
 * @param service what is built and deployed, or null where the file names nothing
 * @param tickets what counts as a ticket key
 * @param sprints the calendar, or null where the file has none
 * @param tiers the tiers of the environments it names
 * @param policies the gates' policies
 * @param freezes when nothing may be released
 * @param trackers the sites where teams plan, in the order of the file
 */
public record DeliverySettings(
        String service,
        TicketRules tickets,
        SprintCalendar sprints,
        Map<String, EnvironmentTier> tiers,
        PolicyBook policies,
        FreezeCalendar freezes,
        List<TrackerEntry> trackers) {

    /** The name of the file in the root of a repository. */
    public static final String FILE_NAME = ".sprint-delivery.yml";

    /** What holds where nothing is said. */
    public static final DeliverySettings DEFAULT = new DeliverySettings(
            null, TicketRules.DEFAULT, null, Map.of(), PolicyBook.EMPTY, FreezeCalendar.EMPTY, List.of());

    public DeliverySettings {
        Objects.requireNonNull(tickets, "tickets");
        Objects.requireNonNull(policies, "policies");
        Objects.requireNonNull(freezes, "freezes");
        tiers = Map.copyOf(tiers);
        trackers = List.copyOf(trackers);
    }

    /** Whether anything in it tells which sprint it is: a calendar, or a tracker's board. */
    public boolean tellsSprints() {
        return sprints != null
                || trackers.stream().anyMatch(entry -> entry.site().board() != null);
    }

    /** The environment of this name: of the tier the file gives it, otherwise of the one read off its name. */
    public Environment environment(String name) {
        EnvironmentTier tier = tiers.get(name);
        return tier == null ? Environment.named(name) : new Environment(name, tier);
    }

    /**
     * The environment of this name where settings farther away hold too: the tier that the farthest gives it, otherwise
     * that of its name, unless a nearer one gives it a higher tier. A lower one has no effect, or a repository could get
     * around what is asked for by tier.
     *
     * @param farther the other places, nearest first
     */
    public Environment environment(String name, List<DeliverySettings> farther) {
        List<DeliverySettings> places = new ArrayList<>(farther);
        places.add(0, this);
        EnvironmentTier tier = places.get(places.size() - 1).environment(name).tier();
        for (DeliverySettings place : places) {
            EnvironmentTier given = place.tiers.getOrDefault(name, EnvironmentTier.UNMAPPED);
            tier = given.compareTo(tier) > 0 ? given : tier;
        }
        return new Environment(name, tier);
    }
}
