package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import static io.jenkins.plugins.sprintdelivery.core.tracker.site.FakeTracker.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.gate.BlockerFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.Fact;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.gate.TicketFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.TicketFacts.Ticket;
import io.jenkins.plugins.sprintdelivery.core.gate.TrackerSilence;
import io.jenkins.plugins.sprintdelivery.core.tracker.AdjustableClock;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a gate hears of trackers that answer, are slow, are down, or know nothing. */
class TicketFactFinderTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final AdjustableClock clock = new AdjustableClock(NOW);
    private final FakeTracker shop = new FakeTracker();
    private final FakeTracker ops = new FakeTracker();
    private final TrackerSites sites = new TrackerSites(List.of(site("shop", shop, "SHOP"), site("ops", ops, "OPS")));

    @AfterEach
    void stop() {
        List.of(shop, ops).forEach(tracker -> tracker.gate.countDown());
        executor.shutdownNow();
    }

    private TrackerSite site(String name, FakeTracker tracker, String key) {
        return new TrackerSite(FakeTracker.settings(name, key), tracker, executor, clock);
    }

    private static ReleaseCandidate carrying(String... keys) {
        return new ReleaseCandidate("shop", null, "1", null, List.of(keys), null, Set.of());
    }

    private static TrackedTicket ticket(String key, StatusCategory category, boolean blocked, TicketLink... links) {
        return new TrackedTicket(
                key,
                "Pay",
                "Story",
                category.toString(),
                category,
                blocked,
                null,
                null,
                null,
                List.of(new SprintReference("107", "Sprint 7", null)),
                List.of(links),
                null,
                URI.create("https://jira.acme.com/browse/" + key));
    }

    private TicketFacts tickets(Duration budget, String... keys) {
        return ((Fact.Known<TicketFacts>) new TicketFactFinder(sites, List.of(), budget).tickets(carrying(keys)))
                .value();
    }

    private BlockerFacts blockers(Duration budget, String... keys) {
        return ((Fact.Known<BlockerFacts>) new TicketFactFinder(sites, List.of(), budget).blockers(carrying(keys)))
                .value();
    }

    @Test
    void ticketsAreTheTrackersWithSprintsAndAddress() {
        shop.known.put("SHOP-1", ticket("SHOP-1", StatusCategory.DONE, false));

        TicketFacts facts = tickets(PATIENT, "SHOP-1", "SHOP-9");

        assertThat(facts.tickets())
                .containsExactly(new Ticket(
                        "SHOP-1",
                        "Pay",
                        "done",
                        Set.of("107", "Sprint 7"),
                        "https://jira.acme.com/browse/SHOP-1",
                        null));
        assertThat(facts.tickets().get(0).line()).isEqualTo("SHOP-1 done: Pay https://jira.acme.com/browse/SHOP-1");
        assertThat(facts.unknown()).containsExactly("SHOP-9");
        assertThat(facts.silences()).isEmpty();
    }

    @Test
    void aTrackerThatIsDownSaysWhatItSaidLastAndWhen() {
        shop.known.put("SHOP-1", ticket("SHOP-1", StatusCategory.DONE, false));
        tickets(PATIENT, "SHOP-1");
        clock.advance(Duration.ofHours(1));
        shop.failure = new TrackerFailure.Unavailable("It is down.");

        TicketFacts facts = tickets(PATIENT, "SHOP-1", "SHOP-2");

        assertThat(facts.tickets()).extracting(Ticket::asOf).containsExactly(NOW);
        assertThat(facts.tickets().get(0).line())
                .isEqualTo("SHOP-1 done, as the tracker said at 2026-01-26 12:00 UTC: Pay"
                        + " https://jira.acme.com/browse/SHOP-1");
        assertThat(facts.silences())
                .containsExactly(new TrackerSilence(
                        "The tracker 'shop' does not say: It is down.",
                        "see that the tracker 'shop' answers, and ask again",
                        List.of("SHOP-2")));
    }

    @Test
    void aTrackerThatIsSlowTakesNoLongerThanTheBudgetAndNoOtherWithIt() {
        shop.known.put("SHOP-1", ticket("SHOP-1", StatusCategory.DONE, false));
        ops.gate = new CountDownLatch(1);
        long before = System.nanoTime();

        TicketFacts facts = tickets(SHORT, "SHOP-1", "OPS-1");
        BlockerFacts blockers = blockers(SHORT, "SHOP-1", "OPS-1");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        assertThat(facts.tickets()).extracting(Ticket::key).containsExactly("SHOP-1");
        assertThat(facts.silences()).singleElement().satisfies(silence -> {
            assertThat(silence.reason()).contains("'ops'", "did not answer within");
            assertThat(silence.unanswered()).containsExactly("OPS-1");
        });
        assertThat(blockers.silences()).extracting(TrackerSilence::unanswered).containsExactly(List.of("OPS-1"));
    }

    @Test
    void whatIsFlaggedAndWhatBlocksATicketIsABlockerUntilItIsDone() {
        shop.known.put("SHOP-1", ticket("SHOP-1", StatusCategory.IN_PROGRESS, true));
        shop.known.put("SHOP-2", ticket("SHOP-2", StatusCategory.DONE, true));
        shop.known.put(
                "SHOP-3",
                ticket(
                        "SHOP-3",
                        StatusCategory.TO_DO,
                        false,
                        blockedBy("OPS-1"),
                        blockedBy("OPS-2"),
                        new TicketLink(TicketLink.Kind.RELATED, "relates to", "OPS-3"),
                        blockedBy("SHOP-1")));
        ops.known.put("OPS-1", ticket("OPS-1", StatusCategory.TO_DO, false));
        ops.known.put("OPS-2", ticket("OPS-2", StatusCategory.DONE, false));
        ops.known.put("OPS-3", ticket("OPS-3", StatusCategory.TO_DO, true));

        assertThat(blockers(PATIENT, "SHOP-1", "SHOP-2").open())
                .extracting(Ticket::line)
                .containsExactly("SHOP-1 in-progress, flagged as blocked: Pay https://jira.acme.com/browse/SHOP-1");
        assertThat(blockers(PATIENT, "SHOP-1", "SHOP-2", "SHOP-3").open())
                .extracting(Ticket::key)
                .containsExactly("OPS-1", "SHOP-1");
    }

    private static TicketLink blockedBy(String key) {
        return new TicketLink(TicketLink.Kind.BLOCKED_BY, "is blocked by", key);
    }

    @Test
    void aBlockerThatTheTrackerHidesLeavesItOpen() {
        shop.known.put("SHOP-1", ticket("SHOP-1", StatusCategory.DONE, false, blockedBy("OPS-7")));

        BlockerFacts facts = blockers(PATIENT, "SHOP-1");

        assertThat(facts.open()).isEmpty();
        assertThat(facts.silences())
                .extracting(TrackerSilence::reason)
                .containsExactly("the tracker does not know OPS-7");
    }

    @Test
    void ticketsOfNoTrackerAndNoTrackerAtAllAreSaid() {
        assertThat(tickets(PATIENT, "FOO-1").silences())
                .extracting(TrackerSilence::reason)
                .containsExactly("no tracker has tickets such as FOO-1");
        TicketFactFinder none = new TicketFactFinder(
                new TrackerSites(List.of()), List.of("the tracker 'shop' has no credentials"), PATIENT);
        assertThat(none.tickets(carrying("SHOP-1")))
                .isEqualTo(new Fact.Missing<>(
                        "the states of the tickets are not known: the tracker 'shop' has no credentials",
                        "configure the tracker that the tickets are in"));
        assertThat(none.blockers(carrying("SHOP-1"))).isInstanceOf(Fact.Missing.class);
    }

    @Test
    void aTrackerThatFailedAndThenCallsIsAskedAtOnce() {
        shop.known.put("SHOP-1", ticket("SHOP-1", StatusCategory.DONE, false));
        shop.failure = new TrackerFailure.Unavailable("It is down.");
        assertThat(tickets(PATIENT, "SHOP-1").silences()).hasSize(1);
        shop.failure = null;
        assertThat(tickets(PATIENT, "SHOP-1").silences()).hasSize(1);

        sites.named("shop").orElseThrow().refreshTickets(Set.of("SHOP-1"));

        assertThat(tickets(PATIENT, "SHOP-1").silences()).isEmpty();
    }
}
