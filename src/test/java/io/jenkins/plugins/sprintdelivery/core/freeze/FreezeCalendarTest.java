package io.jenkins.plugins.sprintdelivery.core.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.sprint.CadenceCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreezeCalendarTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Environment PRODUCTION = Environment.named("production");

    @Test
    void theNextFreezesAreAnnouncedInTheirOrder() {
        Freeze weekend = freeze("Weekend", weekend());
        Freeze audit = freeze("Audit", once("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z"));
        FreezeCalendar calendar = new FreezeCalendar(List.of(weekend, audit));

        List<FreezePeriod> ahead = calendar.between(
                at("2026-03-02T12:00:00Z"), at("2026-03-16T12:00:00Z"), "shop", PRODUCTION, List.of());

        assertThat(ahead)
                .extracting(period -> period.freeze().name() + " " + period.from() + " " + period.to())
                .containsExactly(
                        "Audit 2026-03-03T00:00:00Z 2026-03-04T00:00:00Z",
                        "Weekend 2026-03-06T14:00:00Z 2026-03-09T07:00:00Z",
                        "Weekend 2026-03-13T14:00:00Z 2026-03-16T07:00:00Z");
    }

    @Test
    void oneThatHasBegunIsAnnouncedToo() {
        FreezeCalendar calendar = new FreezeCalendar(List.of(freeze("Weekend", weekend())));

        assertThat(calendar.between(
                        at("2026-03-07T12:00:00Z"), at("2026-03-07T12:00:01Z"), null, null, List.of()))
                .singleElement()
                .satisfies(period -> assertThat(period.from()).isEqualTo(at("2026-03-06T14:00:00Z")));
    }

    @Test
    void clocksThatChangeMoveNeitherBeginNorEnd() {
        // the night to Sunday, 29 March 2026 has 23 hours in Berlin, the one to 25 October 25
        assertThat(weekend().spans(at("2026-03-28T12:00:00Z"), at("2026-03-28T12:00:01Z"), List.of()))
                .containsExactly(new Span(at("2026-03-27T14:00:00Z"), at("2026-03-30T06:00:00Z")));
        assertThat(weekend().spans(at("2026-10-24T12:00:00Z"), at("2026-10-24T12:00:01Z"), List.of()))
                .containsExactly(new Span(at("2026-10-23T13:00:00Z"), at("2026-10-26T07:00:00Z")));
    }

    @Test
    void aFreezeInAnHourThatTheClocksSkipIsNone() {
        RepeatingWindow hour =
                RepeatingWindow.weekly(LocalDateTime.of(2026, 3, 22, 2, 0), Duration.ofHours(1), BERLIN);

        assertThat(hour.spans(at("2026-03-28T00:00:00Z"), at("2026-03-30T00:00:00Z"), List.of()))
                .allSatisfy(span -> assertThat(span.from()).isBefore(span.to()));
    }

    @ParameterizedTest
    @CsvSource({
        "production, shop, true", "staging, shop, false", "live-eu, shop, true", "production, cart, false",
        ", shop, true", "production, , true"
    })
    void concernsWhatItNamesAndWhatNobodyNames(String environment, String service, boolean concerned) {
        Freeze freeze = new Freeze(
                "F", "test", once("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z"), Set.of("production"), Set.of("shop"));

        assertThat(freeze.concerns(service, environment == null ? null : Environment.named(environment)))
                .isEqualTo(concerned);
    }

    @Test
    void aNearerPlaceAddsFreezesAndLiftsNone() {
        FreezeCalendar near = new FreezeCalendar(List.of(freeze("F", once("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"))));
        FreezeCalendar far = new FreezeCalendar(List.of(freeze("F", once("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"))));

        assertThat(near.and(far).at(at("2026-02-01T12:00:00Z"), "shop", PRODUCTION, List.of())).hasSize(1);
        assertThat(near.and(far).at(at("2026-01-01T12:00:00Z"), "shop", PRODUCTION, List.of())).hasSize(1);
    }

    @Test
    void theLastDayOfASprintThatEndsAtNoonBeginsAtItsMidnight() {
        Sprint sprint = new Sprint(
                "s", "S", null, null, SprintState.ACTIVE, at("2026-03-02T08:00:00Z"), at("2026-03-13T11:00:00Z"), null, "t");
        SprintWindow last = new SprintWindow(
                SprintPoint.lastDays(1), new SprintPoint(SprintPoint.Anchor.END, 0, 0), BERLIN);

        assertThat(last.spans(Instant.EPOCH, Instant.MAX, List.of(sprint)))
                .containsExactly(new Span(at("2026-03-12T23:00:00Z"), at("2026-03-13T11:00:00Z")));
    }

    @Test
    void everySprintHasItsFreezeAndOneThatIsTooShortHasNone() {
        CadenceCalendar sprints = new CadenceCalendar(null, LocalDate.of(2026, 1, 5), 14, 1, null, ZoneOffset.UTC);
        SprintWindow hardening =
                new SprintWindow(SprintPoint.parse("end-3d"), SprintPoint.parse("end-12h"), ZoneOffset.UTC);
        List<Sprint> two = sprints.sprintsBetween(at("2026-01-05T00:00:00Z"), at("2026-02-02T00:00:00Z"));

        assertThat(hardening.spans(Instant.EPOCH, Instant.MAX, two))
                .containsExactly(
                        new Span(at("2026-01-16T00:00:00Z"), at("2026-01-18T12:00:00Z")),
                        new Span(at("2026-01-30T00:00:00Z"), at("2026-02-01T12:00:00Z")));
        assertThat(new SprintWindow(SprintPoint.parse("start+20d"), SprintPoint.parse("end"), ZoneOffset.UTC)
                        .spans(Instant.EPOCH, Instant.MAX, two))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"begin", "end-2w", "end--2d", "last", "end-1000d"})
    void whatIsNoMomentOfASprintSaysHowToWriteOne(String text) {
        assertThatThrownBy(() -> SprintPoint.parse(text))
                .hasMessage("'" + text + "' is no moment of a sprint; write start, end or last-day, with days or hours"
                        + " where needed, such as end-2d or last-day+9h");
    }

    @Property
    void everySecondWeekMeansEverySecondWeek(@ForAll @IntRange(min = 0, max = 700) int day) {
        RepeatingWindow window = new RepeatingWindow(
                LocalDateTime.of(2026, 1, 7, 10, 0),
                Duration.ofHours(4),
                Set.of(DayOfWeek.WEDNESDAY),
                2,
                null,
                Set.of(),
                ZoneOffset.UTC);
        Instant noon = at("2026-01-05T12:00:00Z").plus(Duration.ofDays(day));

        boolean frozen = !window.spans(noon, noon.plusNanos(1), List.of()).isEmpty();

        assertThat(frozen).isEqualTo(day % 14 == 2);
    }

    @Property
    void aStretchHasTheFreezesOfItsParts(
            @ForAll @IntRange(min = 0, max = 400) int from,
            @ForAll @IntRange(min = 1, max = 200) int first,
            @ForAll @IntRange(min = 1, max = 200) int second) {
        Instant a = at("2026-01-01T00:00:00Z").plus(Duration.ofHours(7L * from));
        Instant b = a.plus(Duration.ofHours(5L * first));
        Instant c = b.plus(Duration.ofHours(5L * second));

        List<Span> whole = weekend().spans(a, c, List.of());
        List<Span> parts = Stream.concat(
                        weekend().spans(a, b, List.of()).stream(), weekend().spans(b, c, List.of()).stream())
                .distinct()
                .toList();

        assertThat(whole).isEqualTo(parts);
    }

    private static RepeatingWindow weekend() {
        return RepeatingWindow.weekly(LocalDateTime.of(2001, 1, 5, 15, 0), Duration.ofHours(65), BERLIN);
    }

    private static OneOffWindow once(String from, String to) {
        return new OneOffWindow(new Span(at(from), at(to)));
    }

    private static Freeze freeze(String name, FreezeWindow window) {
        return new Freeze(name, "test", window, Set.of(), Set.of());
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
