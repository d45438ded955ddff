package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Everything that is known of what a gate judges. No condition looks anywhere else. Immutable.
 */
public final class GateFacts {

    private final ReleaseCandidate candidate;
    private final Instant at;
    private final Map<Need<?>, Fact<?>> facts;

    private GateFacts(ReleaseCandidate candidate, Instant at, Map<Need<?>, Fact<?>> facts) {
        this.candidate = Objects.requireNonNull(candidate, "candidate");
        this.at = Objects.requireNonNull(at, "at");
        this.facts = Map.copyOf(facts);
    }

    /**
     * A candidate of which nothing else is known yet.
     *
     * @param at the moment that is judged
     */
    public static GateFacts of(ReleaseCandidate candidate, Instant at) {
        return new GateFacts(candidate, at, Map.of());
    }

    /** These facts and one more, which replaces an earlier one of the same need. */
    public <F> GateFacts with(Need<F> need, Fact<F> fact) {
        Map<Need<?>, Fact<?>> more = new LinkedHashMap<>(facts);
        more.put(need, fact);
        return new GateFacts(candidate, at, more);
    }

    /** These facts and one more that is known. */
    public <F> GateFacts with(Need<F> need, F value) {
        return with(need, new Fact.Known<>(value));
    }

    /**
     * Asks a source for all facts that are needed, side by side. The answer never fails: what cannot be found is
     * missing with its reason.
     */
    public static CompletionStage<GateFacts> gather(
            Collection<? extends Need<?>> needs, ReleaseCandidate candidate, Instant at, FactSource source) {
        List<CompletableFuture<Answer<?>>> answers = new ArrayList<>();
        needs.forEach(need -> answers.add(ask(need, candidate, source)));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<Need<?>, Fact<?>> facts = new LinkedHashMap<>();
                    answers.forEach(answer -> facts.put(answer.join().need, answer.join().fact));
                    return new GateFacts(candidate, at, facts);
                });
    }

    private static <F> CompletableFuture<Answer<?>> ask(Need<F> need, ReleaseCandidate candidate, FactSource source) {
        CompletionStage<Fact<F>> stage;
        try {
            stage = need.askOf(source, candidate);
        } catch (RuntimeException problem) {
            stage = CompletableFuture.failedFuture(problem);
        }
        CompletionStage<Answer<?>> answer = stage.handle((fact, problem) -> problem == null
                ? new Answer<>(need, fact)
                : new Answer<>(
                        need,
                        new Fact.Missing<>(need.what() + " could not be read: " + reason(problem), need.remedy())));
        return answer.toCompletableFuture();
    }

    private static String reason(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** What stands at the gate. */
    public ReleaseCandidate candidate() {
        return candidate;
    }

    /** The moment that is judged. */
    public Instant at() {
        return at;
    }

    /** The fact, missing where nobody looked for it. */
    @SuppressWarnings("unchecked") // with() and ask() put only facts of a need's own type
    public <F> Fact<F> get(Need<F> need) {
        Fact<F> fact = (Fact<F>) facts.get(need);
        return fact != null ? fact : need.missing();
    }

    private record Answer<F>(Need<F> need, Fact<F> fact) {}
}
