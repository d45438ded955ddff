package io.jenkins.plugins.sprintdelivery.config;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.gate.PolicyBook;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import io.jenkins.plugins.sprintdelivery.core.ticket.TicketRules;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What holds for a job: its repository's settings, its folders' and the controller's, the nearest first. A setting that
 * one place leaves out is taken from the next; policies are merged by name. Immutable.
 */
public final class EffectiveSettings {

    private final DeliverySettings repository;
    private final SprintCalendar calendar;
    private final TicketRules tickets;
    private final List<Place> places;

    private EffectiveSettings(
            DeliverySettings repository, SprintCalendar calendar, TicketRules tickets, List<Place> places) {
        this.repository = repository;
        this.calendar = calendar;
        this.tickets = tickets;
        this.places = places;
    }

    /**
     * The settings of a job.
     *
     * @param repository what the repository's own file says, or null where there is none
     */
    public static EffectiveSettings of(Job<?, ?> job, DeliverySettings repository) {
        List<Place> places = places(job);
        DeliverySettings file = repository == null ? DeliverySettings.DEFAULT : repository;
        SprintCalendar calendar = file.sprints() != null
                ? file.sprints()
                : nearest(places, SprintSettings::getCalendar)
                        .map(CalendarSource::toCalendar)
                        .orElse(null);
        TicketRules tickets = file.tickets().equals(TicketRules.DEFAULT) ? rulesOf(places) : file.tickets();
        return new EffectiveSettings(file, calendar, tickets, places);
    }

    /** The calendar, where one is configured. */
    public Optional<SprintCalendar> calendar() {
        return Optional.ofNullable(calendar);
    }

    /** What counts as a ticket key. */
    public TicketRules tickets() {
        return tickets;
    }

    /**
     * The policies to choose from. They are read when they are asked for, so that a mistake in one stops a gate and
     * nothing else.
     *
     * @throws io.jenkins.plugins.sprintdelivery.core.settings.SettingsException if a folder's or the controller's
     *     policies cannot be used
     */
    public PolicyBook policies() {
        PolicyBook policies = repository.policies();
        for (Place place : places) {
            policies = policies.over(place.written(ZoneOffset.UTC).policies());
        }
        return policies;
    }

    /**
     * When nothing may be released, by every place: a nearer one lifts no freeze of one farther away.
     *
     * @throws io.jenkins.plugins.sprintdelivery.core.settings.SettingsException if the freezes that a folder or the
     *     controller writes down cannot be used
     */
    public FreezeCalendar freezes() {
        ZoneId zone = calendar().map(SprintCalendar::zone).orElse(ZoneOffset.UTC);
        FreezeCalendar freezes = repository.freezes();
        for (Place place : places) {
            freezes = freezes.and(place.written(zone).freezes());
            for (FreezeCalendarText text : place.settings().getFreezeCalendars()) {
                freezes = freezes.and(text.toCalendar(zone));
            }
        }
        return freezes;
    }

    /** The name the repository gives its service, or null. */
    public String service() {
        return repository.service();
    }

    /**
     * The environment of this name: a nearer place may give it a higher tier than one farther away, and no lower one. A
     * folder's or the controller's settings that cannot be used give none.
     */
    public Environment environment(String name) {
        return repository.environment(
                name, places.stream().map(Place::environments).toList());
    }

    static TicketRules rules(Set<String> projects, Set<String> ignored, boolean issueNumbers, boolean cardLinks) {
        return new TicketRules(projects, ignored, issueNumbers, cardLinks, TicketRules.DEFAULT_TRAILERS);
    }

    static DeliverySettings parse(String yaml, String origin, ZoneId zone) {
        return yaml == null || yaml.isBlank() ? DeliverySettings.DEFAULT : ParsedSettings.read(yaml, origin, zone);
    }

    private static TicketRules rulesOf(List<Place> places) {
        return rules(
                nearest(places, SprintSettings::getTicketProjects)
                        .map(SprintSettings::words)
                        .orElse(Set.of()),
                nearest(places, SprintSettings::getIgnoredPrefixes)
                        .map(SprintSettings::words)
                        .orElse(Set.of()),
                places.stream().anyMatch(place -> place.settings().isIssueNumbers()),
                places.stream().anyMatch(place -> place.settings().isCardLinks()));
    }

    private static <T> Optional<T> nearest(List<Place> places, Function<SprintSettings, T> setting) {
        return places.stream()
                .map(place -> setting.apply(place.settings()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static List<Place> places(Job<?, ?> job) {
        List<Place> places = new ArrayList<>();
        ItemGroup<?> group = job.getParent();
        while (group != null) {
            String origin = Messages.EffectiveSettings_Folder(group.getFullName());
            SettingsOfGroup.of(group).ifPresent(settings -> places.add(new Place(settings, origin)));
            group = group instanceof Item item ? item.getParent() : null;
        }
        places.add(new Place(SprintDeliveryConfiguration.get().getDefaults(), Messages.EffectiveSettings_Global()));
        return places;
    }

    private record Place(SprintSettings settings, String origin) {

        private DeliverySettings written(ZoneId zone) {
            return parse(settings.getPolicies(), origin, zone);
        }

        private DeliverySettings environments() {
            try {
                return written(ZoneOffset.UTC);
            } catch (SettingsException e) {
                // the gate says what is wrong; a deployment is recorded nevertheless
                return DeliverySettings.DEFAULT;
            }
        }
    }
}
