/**
 * Sites as a product uses them: a tracker with a cache and a time budget in front of it, several of them side by side,
 * and how well each of them is.
 */
package io.jenkins.plugins.sprintdelivery.core.tracker.site;
