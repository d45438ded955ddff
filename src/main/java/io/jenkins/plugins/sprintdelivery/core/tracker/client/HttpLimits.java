package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.time.Duration;

/**
 * What a site may cost.
 *
 * @param exchange how long one request may take, from the first byte sent to the last byte received
 * @param maxBody the largest body in bytes, after it was unpacked
 * @param concurrent how many requests may be under way at once
 * @param retries how often a request that only reads is made again after a failure that may pass
 * @param backOff how long to wait before the first of these; doubled each time, at most {@link #maxWait}, with jitter
 * @param maxWait the longest wait before a request is made again; a tracker that asks for more is left alone
 * @param breakerFailures how many failures in a row keep requests from a site
 * @param breakerRest how long they are kept from it before one may try
 * @param maxPages the most pages of one answer
 */
public record HttpLimits(
        Duration exchange,
        int maxBody,
        int concurrent,
        int retries,
        Duration backOff,
        Duration maxWait,
        int breakerFailures,
        Duration breakerRest,
        int maxPages) {

    /** What holds unless said otherwise. */
    public static final HttpLimits DEFAULT = new HttpLimits(
            Duration.ofSeconds(15),
            8 * 1024 * 1024,
            4,
            2,
            Duration.ofMillis(250),
            Duration.ofSeconds(10),
            5,
            Duration.ofSeconds(30),
            1_000);
}
