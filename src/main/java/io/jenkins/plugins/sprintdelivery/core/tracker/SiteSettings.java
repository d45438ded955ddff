package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One tracker site as it is configured, without its secret.
 *
 * @param name what people call the site
 * @param type which tracker it is, with what only that tracker needs
 * @param url where its API begins, without user, query or fragment
 * @param user who the secret belongs to, for trackers that ask for it, or null
 * @param board the board whose sprints hold, or null
 * @param keys the prefixes of the ticket keys that are this site's, such as {@code SHOP}, or {@code #} for issue
 *     numbers; empty for all that no other site has
 * @param writes what may be written to it; nothing unless said
 * @param writeClient who the secret to write with belongs to, for trackers that want another one for that, or null
 */
public record SiteSettings(
        String name,
        TrackerType type,
        URI url,
        String user,
        String board,
        Set<String> keys,
        Set<WriteBack> writes,
        String writeClient) {

    /** The prefix of {@code #12}. */
    public static final String ISSUE_NUMBERS = "#";

    public SiteSettings {
        Objects.requireNonNull(type, "type");
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a tracker site needs a name");
        }
        url = checked(url == null ? type.defaultUrl() : url, type);
        user = user == null || user.isBlank() ? null : user.strip();
        board = board == null || board.isBlank() ? null : board.strip();
        keys = keys.stream().map(key -> key.strip().toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        writes = Set.copyOf(writes);
        writeClient = writeClient == null || writeClient.isBlank() ? null : writeClient.strip();
        for (WriteBack write : writes) {
            if (!WriteBack.takenBy(type).contains(write)) {
                throw new IllegalArgumentException("'" + type.label() + "' takes no " + write + "; it takes "
                        + (WriteBack.takenBy(type).isEmpty()
                                ? "nothing"
                                : WriteBack.takenBy(type).stream()
                                        .map(WriteBack::toString)
                                        .collect(Collectors.joining(", "))));
            }
        }
        if (type.needsUser() && user == null) {
            throw new IllegalArgumentException("'" + type.label() + "' needs a user: " + type.userIs());
        }
    }

    /** A site that is only read. */
    public SiteSettings(String name, TrackerType type, URI url, String user, String board, Set<String> keys) {
        this(name, type, url, user, board, keys, Set.of(), null);
    }

    /** Whether the secret goes over a network without encryption. */
    public boolean sendsSecretInTheOpen() {
        return url.getScheme().equalsIgnoreCase("http")
                && !url.getHost().matches("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");
    }

    private static URI checked(URI url, TrackerType type) {
        if (url == null) {
            throw new IllegalArgumentException("'" + type.label() + "' needs a url, such as " + type.exampleUrl());
        }
        if (!List.of("https", "http").contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT))
                || url.getHost() == null) {
            throw new IllegalArgumentException("a tracker's url begins with https:// and a host, as in "
                    + (type.exampleUrl() == null ? type.defaultUrl() : type.exampleUrl()));
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "a tracker's url has no user, password, query or fragment; secrets are named apart");
        }
        return url;
    }
}
