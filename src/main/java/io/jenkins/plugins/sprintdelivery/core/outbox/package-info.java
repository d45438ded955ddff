/**
 * Tells trackers what was built and deployed. What is to be told is recorded in the ledger before it is tried, and so is
 * each outcome; the work is done in the background.
 */
package io.jenkins.plugins.sprintdelivery.core.outbox;
