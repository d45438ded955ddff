package io.jenkins.plugins.sprintdelivery.build;

import hudson.Extension;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import io.jenkins.plugins.sprintdelivery.core.tracker.webhook.Change;
import io.jenkins.plugins.sprintdelivery.tracker.TrackerListener;
import java.util.Collections;
import java.util.Set;

/** Has gates that wait for tickets look at once when their tracker says that something changed. */
@Extension
public final class TicketWaker implements TrackerListener {

    @Override
    public void changed(Change change) {
        if (change.sprints() || !change.keys().isEmpty()) {
            WaitingGates.get().wakeWhere(look -> concerns(change, look));
        }
    }

    private static boolean concerns(Change change, GateLook look) {
        Set<Need<?>> needs = look.policy().needs();
        // what blocks a release is in tickets that it does not carry
        return needs.contains(new Need.Blockers())
                || needs.contains(new Need.Tickets())
                        && look.candidate().tickets() != null
                        && (change.sprints()
                                || !Collections.disjoint(
                                        change.keys(), look.candidate().tickets()));
    }
}
