package io.jenkins.plugins.sprintdelivery.core.sprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintStamp;
import io.jenkins.plugins.sprintdelivery.core.model.StampOrigin;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CadenceCalendarPropertyTest {

    private static final long YEAR_2000 = 946684800L;
    private static final long YEAR_2100 = 4102444800L;

    @Provide
    Arbitrary<CadenceCalendar> calendars() {
        Arbitrary<LocalDate> firstDays =
                Arbitraries.longs().between(10957, 20000).map(LocalDate::ofEpochDay);
        Arbitrary<ZoneId> zones = Arbitraries.of(
                        "UTC",
                        "Europe/Berlin",
                        "America/New_York",
                        "America/Sao_Paulo",
                        "Australia/Lord_Howe",
                        "Pacific/Apia",
                        "Africa/Cairo",
                        "Asia/Kolkata")
                .map(ZoneId::of);
        return Combinators.combine(firstDays, Arbitraries.integers().between(1, 42), zones)
                .as((first, days, zone) -> new CadenceCalendar(null, first, days, 1, null, zone));
    }

    @Property
    void aMomentLiesInItsSprintAndTheStampCountsItsDays(
            @ForAll("calendars") CadenceCalendar calendar,
            @ForAll @LongRange(min = YEAR_2000, max = YEAR_2100) long second) {
        Instant moment = Instant.ofEpochSecond(second);

        calendar.sprintAt(moment)
                .ifPresent(sprint -> assertThat(sprint.contains(moment)).isTrue());
        calendar.stampAt(moment).ifPresent(stamp -> {
            assertThat(stamp.day()).isBetween(1, stamp.days());
            assertThat(stamp.days()).isBetween(calendar.days() - 1, calendar.days());
        });
    }

    @Property
    void sprintsFollowEachOtherWithoutGapOrOverlap(
            @ForAll("calendars") CadenceCalendar calendar, @ForAll @IntRange(max = 500) int index) {
        Instant moment = calendar.firstDay()
                .plusDays((long) index * calendar.days())
                .atStartOfDay(calendar.zone())
                .toInstant();
        Sprint sprint = calendar.sprintAt(moment).orElseThrow();
        Sprint next = calendar.sprintAt(sprint.plannedEnd()).orElseThrow();

        assertThat(sprint.start()).isEqualTo(moment);
        assertThat(next.start()).isEqualTo(sprint.plannedEnd());
        assertThat(next.id()).isNotEqualTo(sprint.id());
    }

    @Property
    void aSprintIsFoundAgainByItsIdAndItsName(
            @ForAll("calendars") CadenceCalendar calendar, @ForAll @IntRange(max = 500) int index) {
        Instant moment = calendar.firstDay()
                .plusDays((long) index * calendar.days())
                .atStartOfDay(calendar.zone())
                .toInstant();
        Sprint sprint = calendar.sprintAt(moment).orElseThrow();

        assertThat(calendar.sprintNamed(sprint.id(), moment)).contains(sprint);
        assertThat(calendar.sprintNamed(sprint.name(), moment)).contains(sprint);
    }

    @Property
    void aStampOutsideItsSprintCountsAsAnEdgeDay(
            @ForAll("calendars") CadenceCalendar calendar,
            @ForAll @LongRange(min = YEAR_2000, max = YEAR_2100) long second) {
        Sprint first = calendar.sprintAt(
                        calendar.firstDay().atStartOfDay(calendar.zone()).toInstant())
                .orElseThrow();

        SprintStamp stamp =
                SprintCalendar.stamp(first, StampOrigin.PARAMETER, Instant.ofEpochSecond(second), calendar.zone());

        assertThat(stamp.day()).isBetween(1, stamp.days());
    }
}
