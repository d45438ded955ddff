/** GitHub: iterations of Projects by GraphQL, milestones by REST. */
package io.jenkins.plugins.sprintdelivery.core.tracker.github;
