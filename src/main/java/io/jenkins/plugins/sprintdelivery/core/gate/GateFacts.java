package io.jenkins.plugins.sprintdelivery.core.gate;

/**
 * Everything that is known of what a gate judges. An adapter reads it; no condition looks anywhere else.
 *
 * @param tests how the tests went, or null where nobody looked for tests; a search that found none is not null
 */
public record GateFacts(TestFacts tests) {}
