package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads when a site may be asked again. Every vendor spells it its own way:
 *
 * <ul>
 *   <li>{@code Retry-After} in seconds or as a date (RFC 9110, section 10.2.3): all
 *   <li>{@code X-RateLimit-Reset} as Unix time (GitHub, ClickUp, Azure DevOps) or as ISO-8601 (Jira Cloud);
 *       {@code RateLimit-Reset} as Unix time (GitLab)
 *   <li>{@code X-RateLimit-Interval-Seconds} and {@code X-RateLimiting-Interval-Seconds}: the length of the interval
 *       (Jira Data Center)
 *   <li>none at all: Trello, whose limits are over after ten seconds
 * </ul>
 */
final class RateHeaders {

    /** What to wait where a site says nothing: the length of Trello's interval. */
    static final Duration UNSAID = Duration.ofSeconds(10);

    // a clock that is wrong, or a site that lies, must not shut a tracker out for days
    private static final Duration LONGEST = Duration.ofHours(1);

    private RateHeaders() {}

    /** Whether the answer says that the limit is used up: 429, or 403 with a remaining of 0 or a Retry-After (GitHub). */
    static boolean isLimited(Reply reply) {
        if (reply.status() == 429) {
            return true;
        }
        return reply.status() == 403
                && (isUsedUp(reply.headers()) || reply.headers().firstValue("Retry-After").isPresent());
    }

    /** Whether a good answer says that it was the last one allowed for now. */
    static boolean isUsedUp(HttpHeaders headers) {
        return Stream.of("X-RateLimit-Remaining", "X-RateLimiting-Remaining", "RateLimit-Remaining")
                .anyMatch(name -> headers.firstValue(name).filter("0"::equals).isPresent());
    }

    /** When the site may be asked again, at most an hour from now. */
    static Instant until(HttpHeaders headers, Instant now) {
        Instant until = retryAfter(headers, now)
                .or(() -> reset(headers))
                .or(() -> interval(headers, now))
                .orElse(now.plus(UNSAID));
        Instant latest = now.plus(LONGEST);
        return until.isAfter(latest) ? latest : until.isBefore(now) ? now : until;
    }

    private static Optional<Instant> retryAfter(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After").map(String::strip).flatMap(text -> {
            if (text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
                return Optional.of(now.plusMillis((long) (Double.parseDouble(text) * 1000)));
            }
            try {
                return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
            } catch (DateTimeException noDate) {
                return Optional.empty();
            }
        });
    }

    private static Optional<Instant> reset(HttpHeaders headers) {
        return first(headers, "X-RateLimit-Reset", "X-RateLimiting-Reset", "RateLimit-Reset")
                .flatMap(text -> {
                    if (text.matches("\\d{10}")) {
                        return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
                    }
                    if (text.matches("\\d{13}")) {
                        return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
                    }
                    try {
                        return Optional.of(OffsetDateTime.parse(text).toInstant());
                    } catch (DateTimeException noDate) {
                        return Optional.empty();
                    }
                });
    }

    private static Optional<Instant> interval(HttpHeaders headers, Instant now) {
        return first(headers, "X-RateLimit-Interval-Seconds", "X-RateLimiting-Interval-Seconds")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> now.plusSeconds(Long.parseLong(text)));
    }

    private static Optional<String> first(HttpHeaders headers, String... names) {
        return Stream.of(names)
                .flatMap(name -> headers.firstValue(name).stream())
                .map(String::strip)
                .findFirst();
    }
}
