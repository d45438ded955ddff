package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Remembers what a tracker said: fresh for a while, then asked for again, and kept for much longer as the last word in
 * case it does not answer. A question is asked once, however many want to know. A failure is remembered for a short
 * while too, so that a tracker which is down is not asked by every page. Thread-safe.
 *
 * @param <K> what is asked
 * @param <T> what is answered
 */
final class AnswerCache<K, T> {

    /** How long the last word is kept. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final Logger LOGGER = Logger.getLogger(AnswerCache.class.getName());

    private final Cache<K, Entry<T>> entries;
    private final ConcurrentMap<K, CompletableFuture<Entry<T>>> underWay = new ConcurrentHashMap<>();
    private final Function<K, T> load;
    private final Duration fresh;
    private final Duration failureKept;
    private final Executor executor;
    private final Clock clock;

    /**
     * A cache in front of a slow function.
     *
     * @param maxSize how much is kept, in the unit of {@code size}
     * @param size how much an answer is; every question counts one more
     * @param fresh how long an answer is given without asking again
     * @param failureKept how long a failure is
     * @param load asks the tracker; runs on the executor
     */
    AnswerCache(
            long maxSize,
            ToIntFunction<T> size,
            Duration fresh,
            Duration failureKept,
            Function<K, T> load,
            Executor executor,
            Clock clock) {
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxSize)
                .weigher((K question, Entry<T> entry) ->
                        1 + (entry.value() == null ? 0 : size.applyAsInt(entry.value())))
                .expireAfterWrite(KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
        this.load = Objects.requireNonNull(load, "load");
        this.fresh = fresh;
        this.failureKept = failureKept;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * @param value the last good answer, or null
     * @param asOf when it was given
     * @param failure what went wrong since, or null
     * @param failedAt when that was
     */
    private record Entry<T>(T value, Instant asOf, TrackerFailure failure, Instant failedAt) {

        Answer<T> answer() {
            return new Answer<>(value, asOf, failure);
        }
    }

    /** The answer, within the budget. Never throws what the tracker fails with. */
    Answer<T> get(K question, Duration budget) {
        Entry<T> known = entries.getIfPresent(question);
        if (known != null && !isDue(known, clock.instant())) {
            return known.answer();
        }
        CompletableFuture<Entry<T>> loading = start(question);
        try {
            return loading.get(budget.toNanos(), TimeUnit.NANOSECONDS).answer();
        } catch (TimeoutException late) {
            return lastKnown(
                    known,
                    "The tracker did not answer within " + budget.toMillis()
                            + " ms; its answer is used as soon as it comes.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return lastKnown(known, "The wait for the tracker was stopped.");
        } catch (ExecutionException fatal) {
            throw new IllegalStateException("the Java machine failed while a tracker was asked", fatal.getCause());
        }
    }

    /** Forgets that the answer is fresh, and asks again in the background where there was one. */
    void refresh(K question) {
        if (entries.getIfPresent(question) != null) {
            start(question);
        }
    }

    /** As {@link #refresh} for every answer there is. */
    void refreshAll() {
        entries.asMap().keySet().forEach(this::start);
    }

    /** Forgets that questions failed, so that they are asked again at once; a tracker that asks for a pause has it. */
    void forgetFailures() {
        entries.asMap()
                .replaceAll((question, entry) -> entry.failure() == null
                        ? entry
                        : new Entry<>(entry.value(), entry.asOf(), entry.failure(), Instant.EPOCH));
    }

    private boolean isDue(Entry<T> entry, Instant now) {
        if (entry.failure() == null) {
            return !now.isBefore(entry.asOf().plus(fresh));
        }
        if (entry.failure() instanceof TrackerFailure.RateLimited limited) {
            return !now.isBefore(limited.until());
        }
        return !now.isBefore(entry.failedAt().plus(failureKept));
    }

    private Answer<T> lastKnown(Entry<T> known, String why) {
        TrackerFailure failure =
                known != null && known.failure() != null ? known.failure() : new TrackerFailure.TimedOut(why);
        return known == null ? new Answer<>(null, null, failure) : new Answer<>(known.value(), known.asOf(), failure);
    }

    private CompletableFuture<Entry<T>> start(K question) {
        CompletableFuture<Entry<T>> mine = new CompletableFuture<>();
        CompletableFuture<Entry<T>> others = underWay.putIfAbsent(question, mine);
        if (others != null) {
            return others;
        }
        try {
            executor.execute(() -> ask(question, mine));
        } catch (RejectedExecutionException full) {
            underWay.remove(question, mine);
            mine.complete(failed(
                    question,
                    new TrackerFailure.Unavailable(
                            "Too many questions to trackers are waiting already; this one was not asked.")));
        }
        return mine;
    }

    private void ask(K question, CompletableFuture<Entry<T>> asked) {
        Entry<T> entry;
        try {
            entry = new Entry<>(load.apply(question), clock.instant(), null, null);
        } catch (TrackerException failure) {
            entry = failed(question, failure.failure());
        } catch (RuntimeException mistake) {
            // a mistake of ours must not stop a build either
            LOGGER.log(Level.WARNING, "A tracker's answer could not be read; please report this.", mistake);
            entry = failed(
                    question,
                    new TrackerFailure.Malformed("The tracker's answer could not be read ("
                            + mistake.getClass().getSimpleName() + "); the log has more."));
        } catch (Error fatal) {
            underWay.remove(question, asked);
            asked.completeExceptionally(fatal);
            throw fatal;
        }
        // in this order: who asks next finds the answer in the cache, or is still part of this question
        entries.put(question, entry);
        underWay.remove(question, asked);
        asked.complete(entry);
    }

    private Entry<T> failed(K question, TrackerFailure failure) {
        Entry<T> before = entries.getIfPresent(question);
        Instant now = clock.instant();
        return before == null
                ? new Entry<>(null, null, failure, now)
                : new Entry<>(before.value(), before.asOf(), failure, now);
    }
}
