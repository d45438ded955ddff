/** Reports of sprints that nobody has to ask for: kept when a sprint closes, and sent by mail. */
package io.jenkins.plugins.sprintdelivery.report;
