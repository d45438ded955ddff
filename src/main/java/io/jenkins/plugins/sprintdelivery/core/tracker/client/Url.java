package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Makes the address of a request, with every part encoded. For one address. */
public final class Url {

    private final StringBuilder text;
    private boolean hasQuery;

    private Url(String base) {
        text = new StringBuilder(base);
    }

    /** Begins below a site's URL. */
    public static Url below(URI base) {
        return new Url(base.toString().replaceAll("/+$", ""));
    }

    /** Adds segments of the path; a slash inside one of them is encoded. */
    public Url path(Object... segments) {
        for (Object segment : segments) {
            text.append('/').append(encoded(segment.toString()));
        }
        return this;
    }

    /** Adds a piece of path as it is written in a vendor's documentation. */
    public Url literal(String path) {
        text.append(path);
        return this;
    }

    /** Adds a parameter; null leaves it out. */
    public Url query(String name, Object value) {
        if (value != null) {
            text.append(hasQuery ? '&' : '?')
                    .append(encoded(name))
                    .append('=')
                    .append(encoded(value.toString()));
            hasQuery = true;
        }
        return this;
    }

    public URI uri() {
        return URI.create(text.toString());
    }

    /** The text as it may stand in a path or a query. */
    public static String encoded(String part) {
        String encoded = URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
        // a segment of dots would climb up the path
        return encoded.matches("\\.{1,2}") ? encoded.replace(".", "%2E") : encoded;
    }
}
