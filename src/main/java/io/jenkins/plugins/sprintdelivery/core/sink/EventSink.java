package io.jenkins.plugins.sprintdelivery.core.sink;

import io.jenkins.plugins.sprintdelivery.core.export.CdEvent;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Authorization;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpTransport;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Wording;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Posts events to one receiver, with the manners of trackers' clients: one request at a time, a time-out for the whole
 * exchange, a bounded answer, no redirect to another host, no secret in a message. Thread-safe.
 */
public final class EventSink {

    /** What a sink may cost: it has nothing to say, and whoever sends decides when to send again. */
    public static final HttpLimits LIMITS = new HttpLimits(
            Duration.ofSeconds(10),
            64 * 1024,
            1,
            0,
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            1_000,
            Duration.ofSeconds(1),
            1);

    /** The largest event in bytes; CloudEvents asks receivers for 64 KiB at the least. */
    static final int MAX_EVENT = 256 * 1024;

    private static final String ALWAYS_ENCODED = "\"%";

    private final SinkSettings settings;
    private final Poster poster;

    private interface Poster {
        void post(Map<String, String> headers, byte[] body);
    }

    private EventSink(SinkSettings settings, Poster poster) {
        this.settings = settings;
        this.poster = poster;
    }

    /**
     * A receiver. Nothing is sent yet.
     *
     * @param secret goes along as {@code Authorization: Bearer …}; null for none
     * @param client with its proxy and its connect time-out; it follows no redirects
     */
    public static EventSink open(
            SinkSettings settings, Secret secret, HttpClient client, HttpLimits limits, Clock clock) {
        Authorization authorization = secret == null ? Authorization.none() : Authorization.bearer(secret);
        Wording wording = new Wording("event sink", settings.name(), authorization);
        SiteHttp http = new SiteHttp(new HttpTransport(client, authorization, limits, wording), wording, limits, clock);
        return new EventSink(settings, (headers, body) -> http.hand(settings.url(), headers, body));
    }

    /**
     * A receiver that nothing can be sent to, so that everything waits.
     *
     * @param why what is wrong, the end of a sentence
     */
    public static EventSink unusable(SinkSettings settings, String why) {
        TrackerFailure failure = new TrackerFailure.WrongCredentials(
                "Nothing was sent to the event sink '" + settings.name() + "': " + why + ".");
        return new EventSink(settings, (headers, body) -> {
            throw new TrackerException(failure);
        });
    }

    /** What the ledger calls it. */
    public String name() {
        return settings.name();
    }

    /**
     * Sends an event once; the receiver has taken it when this returns.
     *
     * @throws TrackerException if it did not say so; a {@link TrackerFailure.Refused} is about this event, others are
     *     about the receiver
     */
    public void send(CdEvent event) {
        Map<String, String> headers = new LinkedHashMap<>();
        byte[] body;
        if (settings.mode() == ContentMode.STRUCTURED) {
            headers.put("Content-Type", "application/cloudevents+json; charset=UTF-8");
            body = Json.mapper().writeValueAsBytes(event.cloudEvent());
        } else {
            headers.put("Content-Type", "application/json");
            headers.put("ce-specversion", "1.0");
            headers.put("ce-id", header(event.id()));
            headers.put("ce-source", header(event.source()));
            headers.put("ce-type", header(event.type()));
            headers.put("ce-subject", header(event.subject()));
            headers.put("ce-time", event.time().toString());
            body = event.json().getBytes(StandardCharsets.UTF_8);
        }
        if (body.length > MAX_EVENT) {
            throw new TrackerException(new TrackerFailure.Refused("The event has " + body.length / 1024
                    + " KiB, and no more than " + MAX_EVENT / 1024 + " KiB are sent to the event sink '" + name()
                    + "'; it is in the document 'cdevents' of the API."));
        }
        poster.post(headers, body);
    }

    /** Percent-encodes what a header cannot hold, by section 3.1.3.2 of the binding. */
    static String header(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte piece : value.getBytes(StandardCharsets.UTF_8)) {
            int octet = piece & 0xff;
            if (octet > ' ' && octet < 0x7f && ALWAYS_ENCODED.indexOf(octet) < 0) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("%%%02X", octet));
            }
        }
        return encoded.toString();
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
