package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several sites side by side. A ticket belongs to the site that has the prefix of its key, otherwise to the first site
 * that names no prefixes. Immutable and thread-safe.
 */
public final class TrackerSites {

    private final List<TrackerSite> sites;

    /**
     * The sites in the order of their settings.
     *
     * @throws IllegalArgumentException if two have one name, or claim one prefix
     */
    public TrackerSites(List<TrackerSite> sites) {
        this.sites = List.copyOf(sites);
        checkDistinct(this.sites.stream().map(TrackerSite::settings).toList());
    }

    /**
     * Refuses settings that do not go together.
     *
     * @throws IllegalArgumentException if two sites have one name, or claim one prefix
     */
    public static void checkDistinct(List<SiteSettings> sites) {
        Set<String> names = new LinkedHashSet<>();
        Map<String, String> owners = new LinkedHashMap<>();
        for (SiteSettings site : sites) {
            if (!names.add(site.name())) {
                throw new IllegalArgumentException("two trackers have the name '" + site.name() + "'");
            }
            for (String key : site.keys()) {
                String other = owners.putIfAbsent(key, site.name());
                if (other != null) {
                    throw new IllegalArgumentException("the trackers '" + other + "' and '" + site.name()
                            + "' both claim the keys that begin with " + key);
                }
            }
        }
    }

    /** All sites. */
    public List<TrackerSite> all() {
        return sites;
    }

    /** The site of this name. */
    public Optional<TrackerSite> named(String name) {
        return sites.stream()
                .filter(site -> site.settings().name().equals(name))
                .findFirst();
    }

    /** The site whose board says which sprint it is: the first one that has a board. */
    public Optional<TrackerSite> ofSprints() {
        return sites.stream().filter(site -> site.settings().board() != null).findFirst();
    }

    /** The site that a ticket belongs to. */
    public Optional<TrackerSite> of(String key) {
        String prefix = prefix(key);
        return sites.stream()
                .filter(site -> site.settings().keys().contains(prefix))
                .findFirst()
                .or(() -> sites.stream()
                        .filter(site -> site.settings().keys().isEmpty())
                        .findFirst());
    }

    private static String prefix(String key) {
        int dash = key.lastIndexOf('-');
        if (key.startsWith(SiteSettings.ISSUE_NUMBERS)) {
            return SiteSettings.ISSUE_NUMBERS;
        }
        return dash < 0 ? key : key.substring(0, dash).toUpperCase(Locale.ROOT);
    }

    /**
     * Tickets of all sites by their keys.
     *
     * @param tickets every key that is known about; empty where its site has no such ticket
     * @param lastKnown when their tracker said so, by the keys of which it did not say now whether that still holds
     * @param failures what went wrong, by the name of the site
     * @param strangers keys that belong to no site
     */
    public record Found(
            Map<String, Optional<TrackedTicket>> tickets,
            Map<String, Instant> lastKnown,
            Map<String, TrackerFailure> failures,
            Set<String> strangers) {
        public Found {
            tickets = Map.copyOf(tickets);
            lastKnown = Map.copyOf(lastKnown);
            failures = Map.copyOf(failures);
            strangers = Set.copyOf(strangers);
        }
    }

    /** Tickets by their keys, one batch for each site; all sites together take no longer than the budget. */
    public Found tickets(Collection<String> keys, Duration budget) {
        Map<TrackerSite, List<String>> bySite = new LinkedHashMap<>();
        Set<String> strangers = new LinkedHashSet<>();
        for (String key : keys) {
            of(key).ifPresentOrElse(
                            site -> bySite.computeIfAbsent(site, unused -> new ArrayList<>())
                                    .add(key),
                            () -> strangers.add(key));
        }
        // all begin before the first is waited for
        bySite.forEach((site, own) -> site.tickets(own, Duration.ZERO));
        long deadline = System.nanoTime() + budget.toNanos();
        Map<String, Optional<TrackedTicket>> tickets = new LinkedHashMap<>();
        Map<String, Instant> lastKnown = new LinkedHashMap<>();
        Map<String, TrackerFailure> failures = new LinkedHashMap<>();
        bySite.forEach((site, own) -> {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            Answer<Map<String, Optional<TrackedTicket>>> answer = site.tickets(own, left);
            answer.optional().ifPresent(tickets::putAll);
            if (answer.isStale()) {
                answer.value().keySet().forEach(key -> lastKnown.put(key, answer.asOf()));
            }
            if (answer.failure() != null) {
                failures.put(site.settings().name(), answer.failure());
            }
        });
        return new Found(tickets, lastKnown, failures, strangers);
    }

    /** How well each site is. */
    public List<SiteHealth> health() {
        return sites.stream().map(TrackerSite::health).toList();
    }
}
