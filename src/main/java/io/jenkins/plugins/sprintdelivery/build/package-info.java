/** What a build carries of its sprint, tickets, gates and deployments, and how that is shown on its page. */
package io.jenkins.plugins.sprintdelivery.build;
