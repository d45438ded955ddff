/** Trello, whose lists, labels or boards stand for sprints. */
package io.jenkins.plugins.sprintdelivery.core.tracker.trello;
