package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * A good answer, read as JSON.
 *
 * @param call what was asked
 * @param reply the answer
 * @param json its body; missing where there is none
 * @param wording how to say what is wrong with it
 */
public record JsonReply(Call call, Reply reply, JsonNode json, Wording wording) {

    private static final Pattern NEXT = Pattern.compile("<([^<>\\s]{1,4000})>\\s*;[^,<>]{0,200}\\brel=\"?next\\b");

    public JsonReply {
        Objects.requireNonNull(json, "json");
    }

    /**
     * The list under this name, or the answer itself for an empty name.
     *
     * @throws TrackerException if there is no list
     */
    public List<JsonNode> list(String name) {
        JsonNode node = name.isEmpty() ? json : json.path(name);
        if (!node.isArray()) {
            throw unexpected(
                    name.isEmpty() ? "the answer is no list" : "the answer has no list '" + name + "'");
        }
        return StreamSupport.stream(node.spliterator(), false).toList();
    }

    /**
     * The object under this name.
     *
     * @throws TrackerException if there is none
     */
    public JsonNode object(String name) {
        JsonNode node = name.isEmpty() ? json : json.path(name);
        if (!node.isObject()) {
            throw unexpected(
                    name.isEmpty() ? "the answer is no object" : "the answer has no object '" + name + "'");
        }
        return node;
    }

    /**
     * The next page by the answer's {@code Link} header (RFC 8288).
     *
     * @throws TrackerException if it leads to another host
     */
    public Optional<URI> nextLink() {
        for (String link : reply.headers().allValues("Link")) {
            Matcher next = NEXT.matcher(link);
            if (next.find()) {
                return Optional.of(sameHost(next.group(1)));
            }
        }
        return Optional.empty();
    }

    /**
     * An address that the answer names, which must be on the site that was asked.
     *
     * @throws TrackerException if it is not
     */
    public URI sameHost(String address) {
        URI uri;
        try {
            uri = call.uri().resolve(address);
        } catch (IllegalArgumentException nonsense) {
            throw unexpected("the next page has an address that is none");
        }
        if (!HttpTransport.origin(uri).equals(HttpTransport.origin(call.uri()))) {
            throw new TrackerException(wording.redirected(call, uri.getHost()));
        }
        return uri;
    }

    /** To be thrown: the answer is not what the tracker's documents promise. */
    public TrackerException unexpected(String what) {
        return new TrackerException(wording.unexpected(call, what));
    }
}
