/**
 * Webhooks: whether a call really comes from the tracker, and what it says changed. Nothing in a call is believed but
 * that; what changed is asked for again.
 */
package io.jenkins.plugins.sprintdelivery.core.tracker.webhook;
