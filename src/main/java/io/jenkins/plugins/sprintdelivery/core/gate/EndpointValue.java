package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Compares one value of the JSON that an address answers.
 *
 * @param url the address, of http or https
 * @param pointer where in the answer, by RFC 6901; empty for the whole answer
 * @param comparison how it is compared
 */
public record EndpointValue(String url, String pointer, Comparison comparison, ConditionSeverity severity)
        implements Check {

    public static final String TYPE = "endpoint.json";

    private static final int MAX_SHOWN = 200;

    public EndpointValue {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(comparison, "comparison");
        Objects.requireNonNull(severity, "severity");
        if (!url.matches("https?://[^\\s@]+")) {
            throw new IllegalArgumentException(
                    "'" + url + "' is no address of http or https; it holds no user and no password");
        }
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            throw new IllegalArgumentException("'" + pointer + "' is no JSON Pointer; it begins with /");
        }
    }

    /** How a value is compared. */
    public sealed interface Comparison {

        /** Whether a value will do; empty where it cannot be compared. */
        Optional<Boolean> allows(JsonNode value);
    }

    /** Is one of some values, compared as text. */
    public record OneOf(List<String> values) implements Comparison {
        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public Optional<Boolean> allows(JsonNode value) {
            return value.isValueNode() ? Optional.of(values.contains(text(value))) : Optional.empty();
        }

        @Override
        public String toString() {
            return String.join(" or ", values);
        }
    }

    /** Is a number, and not below a bound. */
    public record AtLeast(BigDecimal bound) implements Comparison {
        @Override
        public Optional<Boolean> allows(JsonNode value) {
            return value.isNumber() ? Optional.of(value.decimalValue().compareTo(bound) >= 0) : Optional.empty();
        }

        @Override
        public String toString() {
            return "at least " + bound.toPlainString();
        }
    }

    /** Is a number, and not above a bound. */
    public record AtMost(BigDecimal bound) implements Comparison {
        @Override
        public Optional<Boolean> allows(JsonNode value) {
            return value.isNumber() ? Optional.of(value.decimalValue().compareTo(bound) <= 0) : Optional.empty();
        }

        @Override
        public String toString() {
            return "at most " + bound.toPlainString();
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return (pointer.isEmpty() ? "the answer" : pointer) + " of " + url + ": " + comparison;
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Endpoint(url));
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return facts.get(new Need.Endpoint(url)).judge(this::judge);
    }

    private Finding judge(EndpointAnswer answer) {
        if (answer.status() < 200 || answer.status() >= 300) {
            return Finding.undecided(url + " answered with status " + answer.status())
                    .orElse("see that " + url + " answers with status 200");
        }
        JsonNode value;
        try {
            value = Json.mapper().readTree(answer.body()).at(JsonPointer.compile(pointer));
        } catch (JacksonException problem) {
            return Finding.undecided(url + " answered with what is no JSON")
                    .orElse("see that " + url + " answers with JSON");
        }
        if (value.isMissingNode()) {
            return Finding.undecided("the answer of " + url + " has no " + pointer)
                    .orElse("correct the pointer");
        }
        Optional<Boolean> allowed = comparison.allows(value);
        if (allowed.isEmpty()) {
            return Finding.undecided("it is " + shown(value) + ", which cannot be compared")
                    .orElse("point to a single value; to a number for 'atLeast' and 'atMost'");
        }
        return Finding.of(allowed.get(), "it is " + shown(value), List.of()).orElse("bring it to " + comparison);
    }

    private static String shown(JsonNode value) {
        String text = value.isValueNode() ? text(value) : value.toString();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "null" : value.asString();
    }
}
