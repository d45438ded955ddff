/** Jira in the cloud and Jira Data Center, by the agile and the platform REST API. */
package io.jenkins.plugins.sprintdelivery.core.tracker.jira;
