package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What facts touched, and so has to be derived anew. Moments are microseconds. */
final class Touched {

    /** The facts that say something that was not known, or was different; the very objects. */
    final Set<Object> news = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Targets, and the moment from which on their deployments change. */
    final Map<Long, Long> targets = new TreeMap<>();

    /** Deployments that are new or say something new, by target. */
    final Map<Long, List<DeploymentRows.DeploymentRow>> deployments = new HashMap<>();

    /** Deployments of which something else was derived before, and the target that was for. */
    final Map<DeploymentRows.DeploymentRow, Long> replaced = new IdentityHashMap<>();

    /** Ids of deployments that were not known before. */
    final Set<String> freshDeployments = new HashSet<>();

    /** Jobs, and the lowest number of a build whose commits or tickets changed. */
    final Map<Long, Integer> jobs = new TreeMap<>();

    /** Where sprints were, or are now. */
    final List<SprintIndex.Window> windows = new ArrayList<>();

    /** Incidents that are new or say something new. */
    final Set<String> incidents = new HashSet<>();

    /** Sprints whose deliveries have to be summed up anew. */
    final Set<String> sprints = new HashSet<>();

    /** Tickets that reached some target at another moment than before, and the earliest such moment. */
    final Map<String, Long> tickets = new HashMap<>();

    void target(long target, long from) {
        targets.merge(target, from, Math::min);
    }

    void job(long job, int number) {
        jobs.merge(job, number, Math::min);
    }

    void sprint(String id) {
        if (id != null) {
            sprints.add(id);
        }
    }

    void ticket(String key, long moment) {
        tickets.merge(key, moment, Math::min);
    }
}
