package io.jenkins.plugins.sprintdelivery.core.sink;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How an event lies in a request, see section 3 of the
 * <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">HTTP protocol
 * binding</a> of CloudEvents 1.0.
 */
public enum ContentMode {
    /** The CDEvent is the body, what CloudEvents says about it are headers. */
    BINARY,
    /** Both are the body, in CloudEvents' JSON format. */
    STRUCTURED;

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static ContentMode parse(String label) {
        String wanted = label.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label.strip()
                        + "' is no content mode; use one of: "
                        + Arrays.stream(values()).map(ContentMode::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
