/** ClickUp, whose sprints are the lists of a sprint folder. */
package io.jenkins.plugins.sprintdelivery.core.tracker.clickup;
