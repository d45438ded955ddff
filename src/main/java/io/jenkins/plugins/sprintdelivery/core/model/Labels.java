package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The spelling shared by all enums of the model: lower case with hyphens, as in {@code pull-request}. */
final class Labels {

    private static final Map<Enum<?>, String> KNOWN = new ConcurrentHashMap<>();

    private Labels() {}

    static String of(Enum<?> constant) {
        return KNOWN.computeIfAbsent(
                constant, unknown -> unknown.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /**
     * Finds a constant by its label, ignoring case and taking {@code _} for {@code -}.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    static <E extends Enum<E>> E parse(Class<E> type, String what, String text) {
        String wanted =
                text == null ? "" : text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(wanted)) {
                return constant;
            }
        }
        String valid = Arrays.stream(type.getEnumConstants()).map(Labels::of).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("'" + text + "' is no " + what + "; use one of: " + valid);
    }
}
