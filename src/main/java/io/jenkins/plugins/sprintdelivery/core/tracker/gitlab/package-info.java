/** GitLab: iterations and milestones by its REST API, version 4. */
package io.jenkins.plugins.sprintdelivery.core.tracker.gitlab;
