package io.jenkins.plugins.sprintdelivery.core.board;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which releases are shown, in which order. What nobody has is chosen too: a link may be older than what it is about. */
record ReleaseChoice(Predicate<ReleaseRow> filter, Comparator<ReleaseRow> order) {

    static final List<String> PARAMETERS =
            List.of("service", "environment", "team", "sprint", "state", "mine", "sort", "descending");

    private static final Comparator<ReleaseRow> BY_PLACE = Comparator.comparing(ReleaseRow::service)
            .thenComparing(row -> row.environment().tier(), Comparator.reverseOrder())
            .thenComparing(row -> row.environment().name());

    /** The columns that may be sorted by; what a row does not have comes last. */
    private static final Map<String, Comparator<ReleaseRow>> COLUMNS = Map.of(
            "service", Comparator.comparing(ReleaseRow::service),
            "environment",
                    Comparator.<ReleaseRow, Integer>comparing(
                                    row -> -row.environment().tier().ordinal())
                            .thenComparing(row -> row.environment().name()),
            "since", byMoment(ReleaseRow::since),
            "sprint",
                    Comparator.comparing(
                            row -> row.sprint() == null ? null : row.sprint().name(),
                            Comparator.nullsLast(Comparator.naturalOrder())),
            "tickets", Comparator.comparing(ReleaseRow::tickets, Comparator.nullsLast(Comparator.naturalOrder())),
            "state", Comparator.comparing(ReleaseRow::state),
            "deadline", byMoment(ReleaseRow::deadline));

    private static Comparator<ReleaseRow> byMoment(Function<ReleaseRow, Instant> moment) {
        return Comparator.comparing(moment, Comparator.nullsLast(Comparator.naturalOrder()));
    }

    /**
     * What a question chooses.
     *
     * @throws IllegalArgumentException if it names a state or a column that there is not
     */
    static ReleaseChoice of(ApiRequest request) {
        String state = request.get("state");
        ReleaseState wanted = state == null ? null : ReleaseState.parse(state);
        Predicate<ReleaseRow> filter = is(request.get("service"), ReleaseRow::service)
                .and(is(request.get("environment"), row -> row.environment().name()))
                .and(is(
                        request.get("team"),
                        row -> row.sprint() == null ? null : row.sprint().team()))
                .and(is(
                        request.get("sprint"),
                        row -> row.sprint() == null ? null : row.sprint().id()))
                .and(row -> wanted == null || row.state() == wanted)
                .and(row -> !isYes(request, "mine") || row.isForYou());
        return new ReleaseChoice(filter, order(request));
    }

    private static Comparator<ReleaseRow> order(ApiRequest request) {
        String column = request.get("sort");
        if (column == null) {
            return BY_PLACE;
        }
        Comparator<ReleaseRow> order = COLUMNS.get(column);
        if (order == null) {
            throw new IllegalArgumentException("there is no column '" + column + "' to sort by; use one of: "
                    + String.join(", ", COLUMNS.keySet().stream().sorted().toList()));
        }
        return (isYes(request, "descending") ? order.reversed() : order).thenComparing(BY_PLACE);
    }

    private static boolean isYes(ApiRequest request, String name) {
        String value = request.get(name);
        if (value == null || value.equals("true")) {
            return value != null;
        }
        throw new IllegalArgumentException("the parameter '" + name + "' is 'true' or left out");
    }

    private static Predicate<ReleaseRow> is(String wanted, Function<ReleaseRow, String> property) {
        return row -> wanted == null || wanted.equals(property.apply(row));
    }
}
