package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import static io.jenkins.plugins.sprintdelivery.core.tracker.site.FakeTracker.NOW;
import static io.jenkins.plugins.sprintdelivery.core.tracker.site.FakeTracker.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.tracker.AdjustableClock;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrackerSitesTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final FakeTracker shop = new FakeTracker();
    private final FakeTracker ops = new FakeTracker();
    private final FakeTracker rest = new FakeTracker();

    @AfterEach
    void stop() {
        List.of(shop, ops, rest).forEach(tracker -> tracker.gate.countDown());
        executor.shutdownNow();
    }

    private TrackerSite site(String name, FakeTracker tracker, String... keys) {
        return new TrackerSite(
                FakeTracker.settings(name, keys), tracker, executor, new AdjustableClock(NOW));
    }

    private TrackerSites sites() {
        return new TrackerSites(
                List.of(site("shop", shop, "SHOP", "WEB"), site("ops", ops, "ops", "#"), site("rest", rest)));
    }

    @Test
    void keysGoToTheSiteThatHasTheirPrefixAndTheOthersToTheOneThatHasNone() {
        TrackerSites sites = sites();

        assertThat(List.of("SHOP-1", "WEB-2", "OPS-3", "#4", "A_B-5", "86abc").stream()
                        .map(key -> sites.of(key).orElseThrow().settings().name()))
                .containsExactly("shop", "shop", "ops", "ops", "rest", "rest");
    }

    @Test
    void eachSiteIsAskedOnceAndOneThatFailsTakesNoOtherWithIt() {
        shop.known.put("SHOP-1", ticket("SHOP-1", "Pay"));
        shop.known.put("SHOP-2", ticket("SHOP-2", "Total"));
        ops.failure = new TrackerFailure.Unavailable("down");

        TrackerSites.Found found = new TrackerSites(
                        List.of(site("shop", shop, "SHOP"), site("ops", ops, "OPS")))
                .tickets(List.of("SHOP-1", "OPS-1", "SHOP-2", "FOO-1"), PATIENT);

        assertThat(found.tickets()).containsOnlyKeys("SHOP-1", "SHOP-2");
        assertThat(found.failures()).containsOnlyKeys("ops");
        assertThat(found.strangers()).containsExactly("FOO-1");
        assertThat(shop.asked.get()).isEqualTo(1);
    }

    @Test
    void allSitesTogetherTakeNoLongerThanTheBudget() {
        List.of(shop, ops, rest).forEach(tracker -> tracker.gate = new CountDownLatch(1));
        long before = System.nanoTime();

        TrackerSites.Found found = sites().tickets(List.of("SHOP-1", "OPS-1", "FOO-1"), Duration.ofMillis(300));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        assertThat(found.failures()).containsOnlyKeys("shop", "ops", "rest");
    }

    @Test
    void twoSitesThatClaimOneKeyOrHaveOneNameAreRefused() {
        assertThatThrownBy(() -> new TrackerSites(List.of(site("a", shop, "SHOP"), site("b", ops, "shop"))))
                .hasMessage("the trackers 'a' and 'b' both claim the keys that begin with SHOP");
        assertThatThrownBy(() -> new TrackerSites(List.of(site("a", shop, "SHOP"), site("a", ops, "OPS"))))
                .hasMessage("two trackers have the name 'a'");
    }

    @Test
    void theConnectionIsTestedFromTheOutsideIn() {
        assertThat(ConnectionTest.of(FakeTracker.settings("shop"), shop).steps())
                .containsExactly(
                        "The tracker answers, and the secret belongs to Ada.",
                        "The board '12' is there and has 1 sprint.",
                        "The active sprint is 'Sprint 7'.");
        ops.failure = new TrackerFailure.WrongCredentials("Make a new token.");
        assertThat(ConnectionTest.of(FakeTracker.settings("ops"), ops))
                .isEqualTo(new Diagnosis(List.of(), new TrackerFailure.WrongCredentials("Make a new token.")));
    }
}
