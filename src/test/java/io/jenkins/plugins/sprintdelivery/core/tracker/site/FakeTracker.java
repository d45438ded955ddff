package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A tracker that a test holds in its hand: it fails, waits and answers as told. */
final class FakeTracker implements Tracker {

    static final Instant NOW = Instant.parse("2026-01-26T12:00:00Z");

    static final TrackedSprint SPRINT_7 = new TrackedSprint(
            "107",
            "Sprint 7",
            "12",
            null,
            SprintState.ACTIVE,
            Instant.parse("2026-01-19T00:00:00Z"),
            Instant.parse("2026-02-02T00:00:00Z"),
            null,
            null);

    final AtomicInteger asked = new AtomicInteger();
    final Map<String, TrackedTicket> known = new HashMap<>();
    volatile List<TrackedSprint> sprints = List.of(SPRINT_7);
    volatile TrackerFailure failure;
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile RuntimeException mistake;

    static SiteSettings settings(String name, String... keys) {
        return new SiteSettings(
                name, new TrackerType.JiraDataCenter(), URI.create("https://jira.acme.com"), null, "12", Set.of(keys));
    }

    static TrackedTicket ticket(String key, String title) {
        return new TrackedTicket(
                key,
                title,
                "Story",
                "Open",
                StatusCategory.TO_DO,
                false,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null);
    }

    private void ask() {
        asked.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (mistake != null) {
            throw mistake;
        }
        if (failure != null) {
            throw new TrackerException(failure);
        }
    }

    @Override
    public String account() {
        ask();
        return "Ada";
    }

    @Override
    public List<Board> boards(String search) {
        ask();
        return List.of(new Board("12", "Web shop", "scrum"));
    }

    @Override
    public List<TrackedSprint> sprints(String board) {
        ask();
        return sprints;
    }

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        ask();
        return keys.stream().filter(known::containsKey).map(known::get).toList();
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        ask();
        return List.copyOf(known.values());
    }
}
