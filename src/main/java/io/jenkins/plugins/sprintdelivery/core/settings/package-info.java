/**
 * The settings that a team keeps beside its code, in {@code .sprint-delivery.yml}, and the same text given in a
 * folder's or the global configuration. Reads text, never a file, so that both doors report errors in one way.
 */
package io.jenkins.plugins.sprintdelivery.core.settings;
