package io.jenkins.plugins.sprintdelivery.core.promise;

import java.util.List;

/**
 * What a look at one site's sprints brought.
 *
 * @param site the site's name
 * @param sprints names of the sprints that were looked at
 * @param committed names of those whose commitment was recorded
 * @param changed names of those that hold something else than when they were looked at last
 * @param failure why the look ended early, or null
 */
public record PromiseLook(
        String site, List<String> sprints, List<String> committed, List<String> changed, String failure) {
    public PromiseLook {
        sprints = List.copyOf(sprints);
        committed = List.copyOf(committed);
        changed = List.copyOf(changed);
    }
}
