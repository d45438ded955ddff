package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what other people's servers answer. Depth, sizes and the number of values are bounded, so that a body within its
 * limit cannot become a tree without one.
 */
public final class BoundedJson {

    static final int MAX_DEPTH = 64;
    static final int MAX_TOKENS = 500_000;
    private static final int MAX_TEXT = 1024 * 1024;
    private static final int MAX_NAME = 1_000;
    private static final int MAX_DIGITS = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .maxStringLength(MAX_TEXT)
                            .maxNameLength(MAX_NAME)
                            .maxNumberLength(MAX_DIGITS)
                            .build())
                    .build())
            .build();

    private BoundedJson() {}

    /** The shared mapper, immutable. */
    public static JsonMapper mapper() {
        return MAPPER;
    }
}
