package io.jenkins.plugins.sprintdelivery.core.sprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.sprint.ListedCalendar.Entry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SprintCalendarTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Nested
    class Cadence {

        private final CadenceCalendar twoWeeks =
                new CadenceCalendar(null, LocalDate.parse("2026-01-05"), 14, 1, "Sprint {n}", BERLIN);

        @Test
        void aSprintBeginsAtMidnightOfItsZone() {
            assertThat(twoWeeks.sprintAt(Instant.parse("2026-01-18T22:59:59Z"))).hasValueSatisfying(sprint -> {
                assertThat(sprint.name()).isEqualTo("Sprint 1");
                assertThat(sprint.id()).isEqualTo("sprint-1");
            });
            assertThat(twoWeeks.sprintAt(Instant.parse("2026-01-18T23:00:00Z")))
                    .hasValueSatisfying(sprint -> assertThat(sprint.name()).isEqualTo("Sprint 2"));
        }

        @Test
        void thereIsNoneBeforeTheFirstDay() {
            assertThat(twoWeeks.sprintAt(Instant.parse("2026-01-04T22:59:59Z"))).isEmpty();
        }

        @Test
        void theNightTheClocksChangeIsInTheSameSprint() {
            // clocks go forward in the night to Sunday 2026-03-29, the last day of sprint 6
            Sprint sprint =
                    twoWeeks.sprintAt(Instant.parse("2026-03-29T21:59:59Z")).orElseThrow();

            assertThat(sprint.name()).isEqualTo("Sprint 6");
            assertThat(sprint.start()).isEqualTo("2026-03-15T23:00:00Z");
            assertThat(sprint.plannedEnd()).isEqualTo("2026-03-29T22:00:00Z");
            assertThat(twoWeeks.stampAt(Instant.parse("2026-03-29T12:00:00Z"))).hasValueSatisfying(stamp -> {
                assertThat(stamp.day()).isEqualTo(14);
                assertThat(stamp.days()).isEqualTo(14);
            });
        }

        @Test
        void aNameTakesItsPlaceholders() {
            var weekly = new CadenceCalendar(
                    "Team Blue", LocalDate.parse("2025-12-29"), 7, 40, "{year}-W{week} #{n} {start}..{end}", BERLIN);

            Sprint sprint =
                    weekly.sprintAt(Instant.parse("2026-01-06T12:00:00Z")).orElseThrow();

            assertThat(sprint.name()).isEqualTo("2026-W02 #41 2026-01-05..2026-01-11");
            assertThat(sprint.id()).isEqualTo("team-blue-41");
        }

        @Test
        void aSprintIsFoundByIdAndByNameWithItsStateAtThatMoment() {
            Instant now = Instant.parse("2026-02-10T12:00:00Z");

            assertThat(twoWeeks.sprintNamed("Sprint 2", now))
                    .hasValueSatisfying(sprint -> assertThat(sprint.state()).isEqualTo(SprintState.CLOSED));
            assertThat(twoWeeks.sprintNamed("sprint-3", now))
                    .hasValueSatisfying(sprint -> assertThat(sprint.state()).isEqualTo(SprintState.ACTIVE));
            assertThat(twoWeeks.sprintNamed("Sprint 40", now))
                    .hasValueSatisfying(sprint -> assertThat(sprint.state()).isEqualTo(SprintState.FUTURE));
            assertThat(twoWeeks.sprintNamed("Sprint 0", now)).isEmpty();
            assertThat(twoWeeks.sprintNamed("Marathon 3", now)).isEmpty();
        }

        @Test
        void whatCannotBeIsRefusedInWords() {
            assertThatThrownBy(() -> new CadenceCalendar(null, LocalDate.EPOCH, 0, 1, null, BERLIN))
                    .hasMessage("a sprint lasts from 1 to 366 days, not 0 days");
            assertThatThrownBy(() -> new CadenceCalendar(null, LocalDate.EPOCH, 7, 1, "S {number}", BERLIN))
                    .hasMessageContaining("{number}")
                    .hasMessageContaining("{n}, {start}, {end}, {year} or {week}");
        }
    }

    @Nested
    class Listed {

        private final ListedCalendar listed = new ListedCalendar(
                null,
                List.of(
                        new Entry(
                                null,
                                "Late summer",
                                LocalDate.parse("2026-09-01"),
                                LocalDate.parse("2026-09-11"),
                                null),
                        new Entry(
                                "s1", "Summer", LocalDate.parse("2026-08-03"), LocalDate.parse("2026-08-14"), "ship")),
                BERLIN);

        @Test
        void theLastDayBelongsToTheSprintAndTheGapToNone() {
            assertThat(listed.sprintAt(Instant.parse("2026-08-14T21:59:59Z")))
                    .hasValueSatisfying(sprint -> assertThat(sprint.goal()).isEqualTo("ship"));
            assertThat(listed.sprintAt(Instant.parse("2026-08-14T22:00:00Z"))).isEmpty();
        }

        @Test
        void anIdIsDerivedFromTheNameWhereNoneIsGiven() {
            assertThat(listed.sprintNamed("Late summer", Instant.EPOCH))
                    .hasValueSatisfying(sprint -> assertThat(sprint.id()).isEqualTo("late-summer"));
        }

        @Test
        void sprintsThatOverlapAreRefusedByName() {
            assertThatThrownBy(() -> new ListedCalendar(
                            null,
                            List.of(
                                    new Entry(
                                            "a",
                                            "A",
                                            LocalDate.parse("2026-01-01"),
                                            LocalDate.parse("2026-01-10"),
                                            null),
                                    new Entry(
                                            "b",
                                            "B",
                                            LocalDate.parse("2026-01-10"),
                                            LocalDate.parse("2026-01-20"),
                                            null)),
                            BERLIN))
                    .hasMessage("sprint 'B' begins on 2026-01-10, while sprint 'A' lasts until 2026-01-10");
        }
    }
}
