package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import static io.jenkins.plugins.sprintdelivery.core.tracker.site.FakeTracker.NOW;
import static io.jenkins.plugins.sprintdelivery.core.tracker.site.FakeTracker.SPRINT_7;
import static io.jenkins.plugins.sprintdelivery.core.tracker.site.FakeTracker.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.tracker.AdjustableClock;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrackerSiteTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final TrackerFailure DOWN = new TrackerFailure.Unavailable("The tracker is down.");

    private final AdjustableClock clock = new AdjustableClock(NOW);
    private final FakeTracker tracker = new FakeTracker();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final TrackerSite site = new TrackerSite(FakeTracker.settings("shop"), tracker, executor, clock);

    @AfterEach
    void stop() {
        tracker.gate.countDown();
        executor.shutdownNow();
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void aFreshAnswerIsGivenWithoutAskingAgain() {
        assertThat(site.sprints("12", PATIENT).isFresh()).isTrue();
        clock.advance(Duration.ofMinutes(4));
        Answer<List<TrackedSprint>> again = site.sprints("12", PATIENT);

        assertThat(again.value()).containsExactly(SPRINT_7);
        assertThat(again.asOf()).isEqualTo(NOW);
        assertThat(tracker.asked.get()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(site.sprints("12", PATIENT).asOf()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        assertThat(tracker.asked.get()).isEqualTo(2);
    }

    @Test
    void whoeverAsksWaitsNoLongerThanTheBudgetAndTheAnswerIsThereLater() throws Exception {
        tracker.gate = new CountDownLatch(1);
        long before = System.nanoTime();

        Answer<List<TrackedSprint>> none = site.sprints("12", SHORT);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        assertThat(none.value()).isNull();
        assertThat(none.failure()).isInstanceOf(TrackerFailure.TimedOut.class);
        assertThat(none.failure().message()).contains("within 100 ms");
        tracker.gate.countDown();
        eventually(() -> site.sprints("12", Duration.ZERO).isFresh());
        assertThat(tracker.asked.get()).isEqualTo(1);
    }

    @Test
    void theLastAnswerHoldsWhileTheTrackerIsDownAndIsMarkedAsOld() {
        site.sprints("12", PATIENT);
        tracker.failure = DOWN;
        clock.advance(Duration.ofHours(5));

        Answer<List<TrackedSprint>> old = site.sprints("12", PATIENT);

        assertThat(old.isStale()).isTrue();
        assertThat(old.value()).containsExactly(SPRINT_7);
        assertThat(old.asOf()).isEqualTo(NOW);
        assertThat(old.failure()).isEqualTo(DOWN);
    }

    @Test
    void aTrackerThatIsDownIsNotAskedByEveryPage() {
        tracker.failure = DOWN;
        for (int i = 0; i < 50; i++) {
            assertThat(site.sprints("12", PATIENT).failure()).isEqualTo(DOWN);
        }
        assertThat(tracker.asked.get()).isEqualTo(1);

        clock.advance(TrackerSite.FAILURE_KEPT);
        tracker.failure = null;
        assertThat(site.sprints("12", PATIENT).isFresh()).isTrue();
    }

    @Test
    void aTrackerThatWantsToBeLeftAloneIsUntilThen() {
        tracker.failure = new TrackerFailure.RateLimited("Later.", NOW.plus(Duration.ofMinutes(10)));
        site.sprints("12", PATIENT);
        clock.advance(Duration.ofMinutes(9));
        site.sprints("12", PATIENT);
        assertThat(tracker.asked.get()).isEqualTo(1);

        clock.advance(Duration.ofMinutes(1));
        site.sprints("12", PATIENT);
        assertThat(tracker.asked.get()).isEqualTo(2);
    }

    @Test
    void manyWhoAskAtOnceAreOneQuestion() throws Exception {
        tracker.gate = new CountDownLatch(1);
        ExecutorService pages = Executors.newFixedThreadPool(8);
        List<Future<Answer<List<TrackedSprint>>>> answers = IntStream.range(0, 8)
                .mapToObj(n -> pages.submit(() -> site.sprints("12", PATIENT)))
                .toList();
        eventually(() -> tracker.asked.get() == 1);
        tracker.gate.countDown();
        for (Future<Answer<List<TrackedSprint>>> answer : answers) {
            assertThat(answer.get().isFresh()).isTrue();
        }
        pages.shutdown();
        assertThat(tracker.asked.get()).isEqualTo(1);
    }

    @Test
    void ticketsComeInOneBatchAndWhatIsUnknownIsRememberedToo() {
        tracker.known.put("SHOP-1", ticket("SHOP-1", "Pay"));

        Map<String, Optional<TrackedTicket>> first =
                site.tickets(List.of("SHOP-1", "SHOP-9"), PATIENT).value();
        Map<String, Optional<TrackedTicket>> second =
                site.tickets(List.of("SHOP-9", "SHOP-1"), PATIENT).value();

        assertThat(first.get("SHOP-1")).map(TrackedTicket::title).contains("Pay");
        assertThat(first.get("SHOP-9")).isEmpty();
        assertThat(second).isEqualTo(first);
        assertThat(tracker.asked.get()).isEqualTo(1);
    }

    @Test
    void knownTicketsAreGivenWhenTheOthersCannotBeAskedFor() {
        tracker.known.put("SHOP-1", ticket("SHOP-1", "Pay"));
        site.tickets(List.of("SHOP-1"), PATIENT);
        tracker.failure = DOWN;

        Answer<Map<String, Optional<TrackedTicket>>> answer = site.tickets(List.of("SHOP-1", "SHOP-2"), PATIENT);

        assertThat(answer.isStale()).isTrue();
        assertThat(answer.value()).containsOnlyKeys("SHOP-1");
        assertThat(answer.failure()).isEqualTo(DOWN);
    }

    @Test
    void aWebhookBringsTheChangeAtOnceAndKeepsTheLastWordUntilItIsThere() throws Exception {
        tracker.known.put("SHOP-1", ticket("SHOP-1", "Pay"));
        site.tickets(List.of("SHOP-1"), PATIENT);
        tracker.known.put("SHOP-1", ticket("SHOP-1", "Pay by card"));
        tracker.gate = new CountDownLatch(1);

        site.refreshTickets(List.of("SHOP-1", "SHOP-77"));

        Answer<Map<String, Optional<TrackedTicket>>> meanwhile = site.tickets(List.of("SHOP-1"), Duration.ZERO);
        assertThat(meanwhile.isStale()).isTrue();
        assertThat(meanwhile.value().get("SHOP-1")).map(TrackedTicket::title).contains("Pay");
        tracker.gate.countDown();
        eventually(() -> site.tickets(List.of("SHOP-1"), Duration.ZERO)
                .value()
                .get("SHOP-1")
                .map(TrackedTicket::title)
                .filter("Pay by card"::equals)
                .isPresent());
        // who asks just between the answer and its being kept asks once more
        assertThat(tracker.asked.get()).isBetween(2, 3);
    }

    @Test
    void healthSaysSinceWhenAndWhy() {
        assertThat(site.health()).isEqualTo(new SiteHealth("shop", null, null, null));
        site.sprints("12", PATIENT);
        assertThat(site.health().isWell()).isTrue();

        tracker.failure = DOWN;
        clock.advance(Duration.ofMinutes(10));
        site.sprints("12", PATIENT);
        clock.advance(Duration.ofMinutes(10));
        site.sprints("12", PATIENT);

        assertThat(site.health()).isEqualTo(new SiteHealth("shop", NOW.plus(Duration.ofMinutes(10)), DOWN, NOW));
        tracker.failure = null;
        clock.advance(Duration.ofMinutes(10));
        site.sprints("12", PATIENT);
        assertThat(site.health().isWell()).isTrue();
        assertThat(site.health().since()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
    }

    @Test
    void anExecutorThatIsFullAndAMistakeOfOursStopNobody() {
        TrackerSite full = new TrackerSite(
                FakeTracker.settings("full"),
                tracker,
                task -> {
                    throw new RejectedExecutionException();
                },
                clock);
        tracker.mistake = new IllegalStateException("a mistake");

        assertThat(full.sprints("12", PATIENT).failure()).isInstanceOf(TrackerFailure.Unavailable.class);
        assertThat(site.sprints("12", PATIENT).failure()).isInstanceOf(TrackerFailure.Malformed.class);
    }
}
