package io.jenkins.plugins.sprintdelivery.core.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The one JSON mapper. Times are ISO-8601, enums are their labels, absent values are left out, unknown fields from a
 * newer version are passed over. Nesting and sizes of what is read are bounded. Thread-safe.
 */
public final class Json {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRING = 4 * 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .build())
                    .build())
            .addModule(new SimpleModule("absent left out").setSerializerModifier(new AbsentLeftOut()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    /** The shared mapper, immutable. */
    public static JsonMapper mapper() {
        return MAPPER;
    }
}
