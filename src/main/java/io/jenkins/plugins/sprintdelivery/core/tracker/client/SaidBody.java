package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a site says in the body of an error, in whichever of the vendors' shapes. */
final class SaidBody {

    private static final int LONGEST = 64 * 1024;

    private SaidBody() {}

    /** The site's own words; empty where there are none that a person could use. */
    static String of(Reply reply) {
        if (reply.body().length == 0 || reply.body().length > LONGEST) {
            return "";
        }
        String type = reply.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("text/plain")) {
            return new String(reply.body(), StandardCharsets.UTF_8);
        }
        try {
            JsonNode json = BoundedJson.mapper().readTree(reply.body());
            return said(json).orElse("");
        } catch (JacksonException noJson) {
            return "";
        }
    }

    private static Optional<String> said(JsonNode json) {
        return Stream.of(
                        json.path("errorMessages").path(0),
                        json.path("message"),
                        json.path("error_description"),
                        json.path("error"),
                        json.path("err"),
                        json.path("errors").path(0).path("message"),
                        json.path("errors").path(0))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .filter(text -> !text.isBlank())
                .findFirst();
    }
}
