package io.jenkins.plugins.sprintdelivery.core.sink;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A receiver of events.
 *
 * @param name what the ledger calls it
 * @param url where events are posted; http or https, without user, password and fragment
 * @param mode how they lie in the request
 */
public record SinkSettings(String name, URI url, ContentMode mode) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public SinkSettings {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "an event sink's name has letters, digits, dots, dashes and underscores, at most 64, such as 'broker'");
        }
        if (!List.of("https", "http").contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT))
                || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "an event sink's url begins with https:// and a host, as in https://events.example.com/cdevents");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "an event sink's url has no user, password or fragment; its secret is named apart");
        }
        Objects.requireNonNull(mode, "mode");
    }

    /**
     * As typed.
     *
     * @throws IllegalArgumentException if a part is wrong, in words
     */
    public static SinkSettings of(String name, String url, String mode) {
        try {
            return new SinkSettings(name, new URI(url.strip()), ContentMode.parse(mode));
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("an event sink's url is no address: " + wrong.getReason());
        }
    }

    /** Whether a sink may be called so. */
    public static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /** Whether a secret would go over a network without encryption. */
    public boolean isInTheOpen() {
        return url.getScheme().equalsIgnoreCase("http")
                && !url.getHost().matches("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");
    }
}
