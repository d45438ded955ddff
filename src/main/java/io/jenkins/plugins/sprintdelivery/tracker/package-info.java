/**
 * Trackers in Jenkins: where they are configured, the caches of this controller, what is said of one that is unwell, and
 * the address that their webhooks call.
 */
package io.jenkins.plugins.sprintdelivery.tracker;
