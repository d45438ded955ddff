package io.jenkins.plugins.sprintdelivery.core.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Carried;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Change;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.AdjustableClock;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sprint promised, from a tracker that a test holds in its hand into a real ledger. */
class PromiseKeeperTest {

    private static final Instant START = Instant.parse("2026-01-19T09:00:00Z");
    private static final Instant END = Instant.parse("2026-02-02T09:00:00Z");
    private static final Instant BEFORE = START.minus(Duration.ofDays(3));
    private static final TrackedSprint SPRINT_7 = sprint(7, START, SprintState.ACTIVE);
    private static final TrackedSprint SPRINT_8 = sprint(8, END, SprintState.ACTIVE);

    @TempDir
    Path directory;

    private final AdjustableClock clock = new AdjustableClock(START.plus(Duration.ofMinutes(10)));
    private final PlannedTracker tracker = new PlannedTracker();
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(directory, clock);
        tracker.sprints = List.of(SPRINT_7);
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    private static TrackedSprint sprint(int number, Instant start, SprintState state) {
        return new TrackedSprint(
                "10" + number,
                "Sprint " + number,
                "12",
                "Checkout",
                state,
                start,
                start.plus(Duration.ofDays(14)),
                state == SprintState.CLOSED ? start.plus(Duration.ofDays(14)) : null,
                null);
    }

    private static TrackedTicket ticket(String key, StatusCategory category, String... sprints) {
        return ticket(key, BEFORE, category, sprints);
    }

    private static TrackedTicket ticket(String key, Instant created, StatusCategory category, String... sprints) {
        List<SprintReference> references = Arrays.stream(sprints)
                .map(id -> new SprintReference(id, "Sprint " + id.substring(2), null))
                .toList();
        return new TrackedTicket(
                key,
                key,
                "Story",
                "Open",
                category,
                false,
                null,
                created,
                "Grace",
                references,
                List.of(),
                null,
                URI.create("https://jira.acme.com/browse/" + key));
    }

    private static TrackedTicket flagged(String key, TicketLink... links) {
        return new TrackedTicket(
                key,
                key,
                "Story",
                "Open",
                StatusCategory.IN_PROGRESS,
                true,
                null,
                BEFORE,
                "Grace",
                List.of(),
                List.of(links),
                null,
                null);
    }

    @Test
    void whatIsBlockedAndWhatItWaitsForIsRecordedWhenItChanges() throws Exception {
        tracker.contents.put(SPRINT_7.id(), List.of(open("WEB-1"), open("WEB-2")));
        look();
        assertThat(promise(SPRINT_7).contents().blocked()).isEmpty();

        clock.advance(Duration.ofHours(1));
        tracker.contents.put(
                SPRINT_7.id(),
                List.of(
                        flagged(
                                "WEB-1",
                                new TicketLink(TicketLink.Kind.BLOCKED_BY, "is blocked by", "WEB-2"),
                                new TicketLink(TicketLink.Kind.DEPENDS_ON, "depends on", "API-9"),
                                new TicketLink(TicketLink.Kind.RELATED, "relates to", "WEB-8")),
                        open("WEB-2")));

        assertThat(look().changed()).containsExactly("Sprint 7");
        assertThat(promise(SPRINT_7).contents().blocked()).containsExactly("WEB-1");
        assertThat(promise(SPRINT_7).contents().waits())
                .containsExactly(new SprintContents.Wait("WEB-1", "WEB-2"), new SprintContents.Wait("WEB-1", "API-9"));
        assertThat(look().changed()).as("the same again is not recorded").isEmpty();
    }

    private static TrackedTicket open(String key) {
        return ticket(key, StatusCategory.TO_DO);
    }

    private PromiseLook look() throws Exception {
        return look(tracker, "shop");
    }

    private PromiseLook look(PlannedTracker tracker, String name) throws Exception {
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
        SiteSettings settings = new SiteSettings(
                name, new TrackerType.JiraDataCenter(), URI.create("https://jira.acme.com"), null, "12", Set.of());
        TrackerSite site = new TrackerSite(settings, tracker, Runnable::run, clock);
        PromiseLook look = new PromiseKeeper(ledger, clock).look(site, name);
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
        return look;
    }

    private SprintPromise promise(TrackedSprint sprint) {
        return promise(sprint, "shop");
    }

    private SprintPromise promise(TrackedSprint sprint, String site) {
        return ledger.queries().promises(sprint.id()).stream()
                .filter(promise -> promise.tracker().equals(site))
                .findFirst()
                .orElseThrow();
    }

    private long lines() throws Exception {
        try (Stream<Path> months = Files.list(directory.resolve("journal"))) {
            return months.filter(file -> file.toString().endsWith(".jsonl"))
                    .mapToLong(file -> {
                        try (Stream<String> lines = Files.lines(file)) {
                            return lines.count();
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
    }

    @Test
    void theCommitmentIsWorkedOutFromTheHistoryAndWhatCameAndLeftNamesWhoAndWhen() throws Exception {
        Instant day2 = START.plus(Duration.ofDays(1));
        tracker.keepsHistory = true;
        clock.set(START.plus(Duration.ofDays(2)));
        tracker.contents.put(
                "107",
                List.of(ticket("SHOP-1", StatusCategory.TO_DO, "107"), ticket("SHOP-2", StatusCategory.TO_DO, "107")));
        tracker.moves.put("SHOP-2", List.of(new SprintChange(day2, "Ada", Set.of(), Set.of("107"))));

        PromiseLook look = look();

        assertThat(look.failure()).isNull();
        assertThat(look.committed()).containsExactly("Sprint 7");
        assertThat(promise(SPRINT_7).commitment())
                .isEqualTo(new Commitment("107", "shop", START, Commitment.Basis.HISTORY, List.of("SHOP-1")));
        assertThat(promise(SPRINT_7).contents().changes())
                .containsExactly(new Change("SHOP-2", Change.Kind.ADDED, day2, "Ada", clock.instant()));
        assertThat(promise(SPRINT_7).contents().pages()).isEqualTo("https://jira.acme.com/browse/");
        assertThat(ledger.queries().sprint("107"))
                .map(sprint -> sprint.source())
                .contains("shop");

        Instant day3 = START.plus(Duration.ofDays(2)).plusSeconds(60);
        tracker.contents.put("107", List.of(ticket("SHOP-2", StatusCategory.DONE, "107")));
        tracker.moves.put("SHOP-1", List.of(new SprintChange(day3, "Ben", Set.of("107"), Set.of())));
        clock.advance(Duration.ofMinutes(15));

        look();

        assertThat(promise(SPRINT_7).commitment().tickets()).containsExactly("SHOP-1");
        assertThat(promise(SPRINT_7).contents().changes())
                .extracting(Change::ticket, Change::kind, Change::at, Change::by)
                .containsExactly(
                        tuple("SHOP-2", Change.Kind.ADDED, day2, "Ada"),
                        tuple("SHOP-1", Change.Kind.REMOVED, day3, "Ben"));
        assertThat(promise(SPRINT_7).contents().done()).containsExactly("SHOP-2");
    }

    @Test
    void withoutHistoryTheFirstLookFreezesTheSprintAndLaterOnesNoticeWhatChanged() throws Exception {
        tracker.contents.put("107", List.of(open("#1"), open("#2")));
        look();
        Instant frozen = clock.instant();

        clock.advance(Duration.ofHours(1));
        Instant noticed = clock.instant();
        Instant made = noticed.minusSeconds(120);
        tracker.contents.put("107", List.of(open("#1"), open("#3"), ticket("#4", made, StatusCategory.TO_DO)));
        look();
        clock.advance(Duration.ofHours(1));
        Instant back = clock.instant();
        tracker.contents.put("107", List.of(open("#1"), open("#2"), open("#3")));
        look();

        assertThat(promise(SPRINT_7).commitment())
                .isEqualTo(new Commitment("107", "shop", frozen, Commitment.Basis.SNAPSHOT, List.of("#1", "#2")));
        assertThat(promise(SPRINT_7).contents().changes())
                .containsExactly(
                        new Change("#4", Change.Kind.ADDED, made, "Grace", noticed),
                        new Change("#2", Change.Kind.REMOVED, null, null, noticed),
                        new Change("#3", Change.Kind.ADDED, null, null, noticed),
                        new Change("#2", Change.Kind.ADDED, null, null, back),
                        new Change("#4", Change.Kind.REMOVED, null, null, back));
        assertThat(promise(SPRINT_7).contents().tickets()).containsExactly("#1", "#2", "#3");
    }

    @Test
    void sprintsOfOneIdInTwoTrackersAreTwoPromises() throws Exception {
        PlannedTracker other = new PlannedTracker();
        other.sprints = List.of(new TrackedSprint(
                SPRINT_7.id(),
                "Beta",
                "3",
                null,
                SprintState.ACTIVE,
                START.minus(Duration.ofDays(2)),
                END.minus(Duration.ofDays(2)),
                null,
                null));
        other.contents.put("107", List.of(page("BETA-1", "https://other.acme.com/browse/")));
        tracker.contents.put("107", List.of(open("SHOP-1"), open("SHOP-2")));

        look();
        look(other, "team/beta");
        tracker.contents.put("107", List.of(open("SHOP-1")));
        look();
        long before = lines();
        look();
        look(other, "team/beta");

        assertThat(lines()).as("nothing changed, nothing is written").isEqualTo(before);
        assertThat(promise(SPRINT_7).commitment().tickets()).containsExactly("SHOP-1", "SHOP-2");
        assertThat(promise(SPRINT_7).contents().tickets()).containsExactly("SHOP-1");
        assertThat(promise(SPRINT_7, "team/beta").commitment().tickets()).containsExactly("BETA-1");
        assertThat(promise(SPRINT_7, "team/beta").contents().changes()).isEmpty();
        assertThat(ledger.queries().promise(ledger.queries().sprint("107").orElseThrow()))
                .as("of the sprint that the ledger has by that id")
                .contains(promise(SPRINT_7));
    }

    /** A site is renamed, or moves with its folder; where no history is kept nobody could work the commitment out again. */
    @Test
    void aSiteWithAnotherNameKeepsWhatItPromised() throws Exception {
        tracker.contents.put("107", List.of(open("SHOP-1")));
        look();
        Commitment promised = promise(SPRINT_7).commitment();
        clock.advance(Duration.ofHours(1));
        tracker.contents.put("107", List.of(open("SHOP-1"), open("SHOP-2")));

        look(tracker, "store/shop");

        assertThat(promise(SPRINT_7, "store/shop").commitment())
                .isEqualTo(new Commitment(
                        "107", "store/shop", promised.at(), Commitment.Basis.SNAPSHOT, List.of("SHOP-1")));
        assertThat(promise(SPRINT_7, "store/shop").contents().changes())
                .extracting(Change::ticket)
                .containsExactly("SHOP-2");
        assertThat(ledger.queries().sprint("107")).map(Sprint::source).contains("store/shop");
    }

    private static TrackedTicket page(String key, String pages) {
        return new TrackedTicket(
                key,
                key,
                "Story",
                "Open",
                StatusCategory.TO_DO,
                false,
                null,
                BEFORE,
                "Grace",
                List.of(),
                List.of(),
                null,
                URI.create(pages + key));
    }

    @Test
    void aCommitmentStaysAsItWasRecordedFirst() throws Exception {
        tracker.contents.put("107", List.of(open("#1")));
        look();
        Commitment first = promise(SPRINT_7).commitment();

        ledger.append(new LedgerEvent.CommitmentRecorded(
                new Commitment("107", "shop", clock.instant(), Commitment.Basis.SNAPSHOT, List.of("#1", "#9"))));
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();

        assertThat(promise(SPRINT_7).commitment()).isEqualTo(first);
        ledger.rebuild();
        assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
        assertThat(promise(SPRINT_7).commitment()).isEqualTo(first);
        assertThat(promise(SPRINT_7).contents().tickets()).containsExactly("#1");
    }

    @Test
    void nothingIsRecordedWhereNothingChanged() throws Exception {
        tracker.contents.put("107", List.of(open("#1")));
        look();
        long before = lines();

        clock.advance(Duration.ofHours(1));
        PromiseLook look = look();

        assertThat(look.sprints()).containsExactly("Sprint 7");
        assertThat(look.changed()).isEmpty();
        assertThat(lines()).isEqualTo(before);
    }

    @Test
    void aCarriedTicketCountsForEachSprintItWasIn() throws Exception {
        tracker.keepsHistory = true;
        TrackedSprint closed = sprint(7, START, SprintState.CLOSED);
        tracker.sprints = List.of(closed, SPRINT_8);
        clock.set(END.plus(Duration.ofHours(1)));
        tracker.contents.put(
                "107",
                List.of(
                        ticket("SHOP-1", StatusCategory.DONE, "107"),
                        ticket("SHOP-2", StatusCategory.TO_DO, "106", "107", "108")));
        tracker.contents.put("108", List.of(ticket("SHOP-2", StatusCategory.TO_DO, "106", "107", "108")));

        look();

        assertThat(promise(closed).contents().over()).isTrue();
        assertThat(promise(closed).contents().carried())
                .containsExactly(new Carried("SHOP-2", List.of("Sprint 6"), List.of("Sprint 8")));
        assertThat(promise(SPRINT_8).contents().carried())
                .containsExactly(new Carried("SHOP-2", List.of("Sprint 6", "Sprint 7"), List.of()));
        assertThat(promise(closed).contents().changes()).isEmpty();
    }

    @Test
    void aTicketThatGoesOnWhenItsSprintClosesIsCarriedAndNotRemovedAlsoWithoutHistory() throws Exception {
        tracker.contents.put("107", List.of(open("#1"), open("#2")));
        look();
        TrackedSprint closed = sprint(7, START, SprintState.CLOSED);
        tracker.sprints = List.of(closed, SPRINT_8);
        clock.set(END.plus(Duration.ofMinutes(5)));
        tracker.contents.put("107", List.of(ticket("#1", StatusCategory.DONE)));
        tracker.contents.put("108", List.of(open("#2"), open("#3")));
        tracker.known.put("#2", open("#2"));

        look();

        assertThat(promise(closed).contents().changes()).isEmpty();
        assertThat(promise(closed).contents().tickets()).containsExactly("#1", "#2");
        assertThat(promise(closed).contents().done()).containsExactly("#1");
        assertThat(promise(closed).contents().carried())
                .containsExactly(new Carried("#2", List.of(), List.of("Sprint 8")));
        clock.advance(Duration.ofMinutes(15));
        look();
        assertThat(promise(SPRINT_8).contents().carried())
                .containsExactly(new Carried("#2", List.of("Sprint 7"), List.of()));
    }

    @Test
    void aClosedSprintIsNotAskedForAgainOnceItWasSeenClosed() throws Exception {
        tracker.keepsHistory = true;
        TrackedSprint closed = sprint(7, START, SprintState.CLOSED);
        tracker.sprints = List.of(closed, sprint(1, START.minus(Duration.ofDays(200)), SprintState.CLOSED));
        clock.set(END.plus(Duration.ofHours(1)));
        tracker.contents.put("107", List.of(ticket("SHOP-1", StatusCategory.DONE, "107")));

        assertThat(look().sprints()).containsExactly("Sprint 7");
        assertThat(look().sprints()).isEmpty();
        assertThat(tracker.asked).containsExactly("sprints", "tickets of 107", "changes of [SHOP-1]", "sprints");
    }

    @Test
    void aTrackerThatIsDownLosesNothing() throws Exception {
        tracker.contents.put("107", List.of(open("#1")));
        look();
        SprintPromise before = promise(SPRINT_7);
        tracker.failure = new TrackerFailure.Unavailable("The tracker 'shop' cannot answer now.");

        assertThat(look().failure()).isEqualTo("The tracker 'shop' cannot answer now.");
        assertThat(promise(SPRINT_7)).isEqualTo(before);
    }

    @Test
    void aBigSprintIsFrozenWithoutAskingForTheHistoryOfEachTicket() throws Exception {
        tracker.keepsHistory = true;
        tracker.contents.put(
                "107",
                java.util.stream.IntStream.rangeClosed(1, 12_000)
                        .mapToObj(number -> ticket("SHOP-" + number, StatusCategory.TO_DO, "107"))
                        .toList());

        look();

        SprintContents contents = promise(SPRINT_7).contents();
        assertThat(promise(SPRINT_7).commitment().tickets()).hasSize(12_000);
        assertThat(contents.tickets()).hasSize(SprintContents.MAX_TICKETS);
        assertThat(contents.more()).isTrue();
        assertThat(tracker.asked).containsExactly("sprints", "tickets of 107");
    }
}
