package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * A service in an environment: what runs there, what waits to go there, and what its gate says.
 *
 * @param version what runs there, or null where nothing does
 * @param since since when, or null
 * @param deployment the deployment that brought it, or null
 * @param build the build that deployed it, or null
 * @param sprint the sprint of what waits, otherwise of what runs, or null
 * @param tickets how many tickets came with what runs, or null where nothing does
 * @param state how it stands, in one word
 * @param gate what the gate said last when it was decided, or null
 * @param waiting what waits, the nearest deadline first
 * @param freezes the freezes of now and of the next days
 */
public record ReleaseRow(
        String service,
        Environment environment,
        String version,
        Instant since,
        String deployment,
        BuildReference build,
        SprintName sprint,
        Integer tickets,
        ReleaseState state,
        LastGate gate,
        List<WaitingRelease> waiting,
        List<FreezeAhead> freezes) {
    public ReleaseRow {
        waiting = List.copyOf(waiting);
        freezes = List.copyOf(freezes);
    }

    /**
     * A sprint in short.
     *
     * @param team the board or team it belongs to, or null
     * @param start when it began
     */
    public record SprintName(String id, String name, String team, Instant start) {

        static SprintName of(Sprint sprint) {
            return new SprintName(sprint.id(), sprint.name(), sprint.board(), sprint.start());
        }
    }

    /**
     * A gate that was decided.
     *
     * @param id the evaluation's
     * @param verdict the whole verdict, PASS where it was overridden
     * @param version what was judged, or null
     * @param build the address of the page of the build that asked, absolute or relative to the server's root, or null
     * @param open what was not met, in words
     * @param overriddenBy who overrode it, or null
     * @param reason why they did, or null
     */
    public record LastGate(
            String id,
            String policy,
            Verdict verdict,
            String version,
            Instant at,
            String build,
            List<String> open,
            String overriddenBy,
            String reason) {
        public LastGate {
            open = List.copyOf(open);
        }

        static LastGate of(GateEvaluation gate) {
            return new LastGate(
                    gate.id(),
                    gate.result().policy(),
                    gate.result().verdict(),
                    gate.version(),
                    gate.at(),
                    gate.build() == null ? null : gate.build().url(),
                    gate.result().conditions().stream()
                            .filter(condition -> condition.verdict() != Verdict.PASS)
                            .map(condition -> condition.type() + ": " + condition.actual())
                            .toList(),
                    gate.result().override() == null
                            ? null
                            : gate.result().override().by().label(),
                    gate.result().override() == null
                            ? null
                            : gate.result().override().reason());
        }
    }

    /**
     * A time in which nothing may be released.
     *
     * @param name what people call it
     * @param origin where it was written down
     * @param holds whether it holds now
     */
    public record FreezeAhead(String name, String origin, Instant from, Instant to, boolean holds) {

        static FreezeAhead of(FreezePeriod period, Instant now) {
            return new FreezeAhead(
                    period.freeze().name(),
                    period.freeze().origin(),
                    period.from(),
                    period.to(),
                    !now.isBefore(period.from()));
        }
    }

    /** Whether something waits that the reader may give. */
    boolean isForYou() {
        return waiting.stream().anyMatch(WaitingRelease::forYou);
    }

    /** When it ends that waits and ends first, or null where nothing waits. */
    Instant deadline() {
        return waiting.isEmpty() ? null : waiting.get(0).deadline();
    }

    /** What is known of a place. */
    static ReleaseRow of(
            String service,
            Environment environment,
            RunningVersion running,
            BuildReference build,
            int tickets,
            Sprint sprint,
            GateEvaluation gate,
            List<WaitingRelease> waiting,
            List<FreezeAhead> freezes) {
        return new ReleaseRow(
                service,
                environment,
                running == null ? null : running.version(),
                running == null ? null : running.since(),
                running == null ? null : running.deploymentId(),
                running == null ? null : build,
                sprint == null ? null : SprintName.of(sprint),
                running == null ? null : Integer.valueOf(tickets),
                state(gate, waiting, freezes),
                gate == null ? null : LastGate.of(gate),
                waiting,
                freezes);
    }

    private static ReleaseState state(GateEvaluation gate, List<WaitingRelease> waiting, List<FreezeAhead> freezes) {
        if (!waiting.isEmpty()) {
            return ReleaseState.WAITING;
        }
        return freezes.stream().anyMatch(FreezeAhead::holds)
                ? ReleaseState.FROZEN
                : ReleaseState.of(gate == null ? null : gate.result());
    }
}
