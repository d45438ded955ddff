package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import static io.jenkins.plugins.sprintdelivery.core.tracker.site.FakeTracker.NOW;
import static io.jenkins.plugins.sprintdelivery.core.tracker.site.FakeTracker.SPRINT_7;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.model.StampOrigin;
import io.jenkins.plugins.sprintdelivery.core.sprint.CadenceCalendar;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import io.jenkins.plugins.sprintdelivery.core.tracker.AdjustableClock;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SprintFinderTest {

    private static final SprintCalendar CALENDAR =
            new CadenceCalendar(null, LocalDate.of(2026, 1, 5), 14, 1, "C{n}", ZoneOffset.UTC);

    private final AdjustableClock clock = new AdjustableClock(NOW);
    private final FakeTracker tracker = new FakeTracker();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final TrackerSite site = new TrackerSite(FakeTracker.settings("shop"), tracker, executor, clock);

    @AfterEach
    void stop() {
        tracker.gate.countDown();
        executor.shutdownNow();
    }

    private SprintFinder.Found find(Instant moment, SprintCalendar calendar) {
        return new SprintFinder(site, calendar, Duration.ofSeconds(20)).at(moment);
    }

    @Test
    void theTrackersSprintComesFirst() {
        SprintFinder.Found found = find(NOW, CALENDAR);

        assertThat(found.note()).isNull();
        assertThat(found.stamp().origin()).isEqualTo(StampOrigin.TRACKER);
        assertThat(found.stamp().sprint().name()).isEqualTo("Sprint 7");
        assertThat(found.stamp().sprint().source()).isEqualTo("shop");
        assertThat(found.stamp().day()).isEqualTo(8);
        assertThat(found.stamp().days()).isEqualTo(14);
    }

    @Test
    void aTrackerThatDoesNotAnswerLeavesItToTheCalendarAndThatIsOnTheStamp() {
        tracker.failure = new TrackerFailure.Unavailable("The tracker 'shop' is down.");

        SprintFinder.Found found = find(NOW, CALENDAR);

        assertThat(found.stamp().origin()).isEqualTo(StampOrigin.CALENDAR);
        assertThat(found.stamp().sprint().name()).isEqualTo("C2");
        assertThat(found.stamp().note()).isEqualTo("The tracker 'shop' is down. The calendar was used instead.");
        assertThat(find(NOW, null).stamp()).isNull();
        assertThat(find(NOW, null).note()).isEqualTo("The tracker 'shop' is down.");
    }

    @Test
    void oneThatIsSlowIsWaitedForNoLongerThanTheBudget() {
        tracker.gate = new CountDownLatch(1);
        long before = System.nanoTime();

        SprintFinder.Found found = new SprintFinder(site, CALENDAR, Duration.ofMillis(200)).at(NOW);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        assertThat(found.stamp().origin()).isEqualTo(StampOrigin.CALENDAR);
        assertThat(found.note()).contains("did not answer within 200 ms");
    }

    @Test
    void theLastKnownSprintIsTakenAndSaidToBeThat() {
        find(NOW, CALENDAR);
        tracker.failure = new TrackerFailure.Unavailable("The tracker 'shop' is down.");
        clock.advance(Duration.ofHours(1));

        SprintFinder.Found found = find(NOW.plus(Duration.ofHours(1)), CALENDAR);

        assertThat(found.stamp().origin()).isEqualTo(StampOrigin.TRACKER);
        assertThat(found.stamp().note())
                .isEqualTo("As the tracker said at 2026-01-26T12:00:00Z. The tracker 'shop' is down.");
    }

    @Test
    void anActiveSprintRunsOnAfterItsPlannedEnd() {
        assertThat(find(Instant.parse("2026-02-05T00:00:00Z"), CALENDAR).stamp().sprint().name())
                .isEqualTo("Sprint 7");
    }

    @Test
    void whereTheTrackerHasNoSprintTheCalendarMayHaveOne() {
        SprintFinder.Found before = find(Instant.parse("2026-01-10T00:00:00Z"), CALENDAR);

        assertThat(before.stamp().sprint().name()).isEqualTo("C1");
        assertThat(before.note()).contains("has no sprint on board '12' at that time");
    }

    @Test
    void anActiveSprintWithoutDatesCannotBeStamped() {
        tracker.sprints = List.of(
                new TrackedSprint("1", "Sprint A", "12", null, SprintState.ACTIVE, null, null, null, null));

        SprintFinder.Found found = find(NOW, CALENDAR);

        assertThat(found.stamp().origin()).isEqualTo(StampOrigin.CALENDAR);
        assertThat(found.note()).contains("gives its sprint 'Sprint A' no dates");
    }

    @Test
    void ofTwoThatRunTheOneThatStartedLastHolds() {
        TrackedSprint forgotten = new TrackedSprint(
                "106",
                "Sprint 6",
                "12",
                null,
                SprintState.ACTIVE,
                Instant.parse("2026-01-05T00:00:00Z"),
                Instant.parse("2026-01-19T00:00:00Z"),
                null,
                null);
        tracker.sprints = List.of(forgotten, SPRINT_7);

        assertThat(find(NOW, null).stamp().sprint().id()).isEqualTo("107");
    }
}
