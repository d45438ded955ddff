/** Trello, whose lists or labels stand for sprints. */
package io.jenkins.plugins.sprintdelivery.core.tracker.trello;
