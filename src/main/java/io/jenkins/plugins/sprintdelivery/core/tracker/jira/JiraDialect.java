package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What Jira in the cloud and Jira Data Center do each in a way of its own. */
sealed interface JiraDialect permits JiraCloudDialect, JiraDataCenterDialect {

    /** How many tickets are asked for at once; more are refused by the cloud. */
    int BATCH = 100;

    /** Where the platform's API begins. */
    String platform();

    List<TrackedTicket> tickets(Collection<String> keys);

    List<TrackedTicket> ticketsOf(TrackedSprint sprint);

    Map<String, List<SprintChange>> sprintChanges(Collection<String> keys);
}
