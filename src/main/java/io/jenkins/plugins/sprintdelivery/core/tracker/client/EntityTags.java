package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps answers together with their entity tags, so that a site may say that nothing changed (RFC 9110, section 13.1.2)
 * instead of answering again; GitHub does not count such a request. Bounded by the bytes kept. Thread-safe.
 */
final class EntityTags {

    private static final long MAX_BYTES = 8L * 1024 * 1024;
    private static final int LARGEST = 1024 * 1024;
    private static final int LONGEST_TAG = 256;
    private static final int OVERHEAD = 512;
    private static final Set<String> KEPT_HEADERS = Set.of("link", "x-next-page");

    private final Cache<URI, Tagged> kept = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((URI uri, Tagged tagged) -> tagged.body().length + OVERHEAD)
            .expireAfterAccess(Duration.ofHours(6))
            .build();

    /** An answer and its tag. */
    record Tagged(String tag, HttpHeaders headers, byte[] body) {

        /** The call, asking for an answer only if it is another one. */
        Call conditional(Call call) {
            Map<String, String> headers = new HashMap<>(call.headers());
            headers.put("If-None-Match", tag);
            return new Call(call.method(), call.uri(), headers, call.body(), call.repeatable());
        }

        /** The answer that still holds. */
        Reply reply(URI uri) {
            return new Reply(uri, 200, headers, body);
        }
    }

    /** The answer that is kept for the call, if any. */
    Optional<Tagged> find(Call call) {
        return call.method().equals(Call.GET) ? Optional.ofNullable(kept.getIfPresent(call.uri())) : Optional.empty();
    }

    /** Keeps the answer where it has a tag. */
    void keep(Call call, Reply reply) {
        if (!call.method().equals(Call.GET) || reply.status() != 200 || reply.body().length > LARGEST) {
            return;
        }
        HttpHeaders headers = HttpHeaders.of(
                reply.headers().map(), (name, value) -> KEPT_HEADERS.contains(name.toLowerCase(Locale.ROOT)));
        reply.headers()
                .firstValue("ETag")
                .filter(tag -> tag.length() <= LONGEST_TAG)
                .ifPresent(tag -> kept.put(call.uri(), new Tagged(tag, headers, reply.body())));
    }
}
