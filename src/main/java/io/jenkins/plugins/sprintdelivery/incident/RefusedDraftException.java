package io.jenkins.plugins.sprintdelivery.incident;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A draft cannot be recorded as it is. */
public final class RefusedDraftException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, String> problems;

    RefusedDraftException(Map<String, String> problems) {
        super(String.join(" ", problems.values()));
        this.problems = new LinkedHashMap<>(problems);
    }

    /** What is wrong, in words, by the field; fields in the order in which they were read. */
    public Map<String, String> problems() {
        return Collections.unmodifiableMap(problems);
    }
}
