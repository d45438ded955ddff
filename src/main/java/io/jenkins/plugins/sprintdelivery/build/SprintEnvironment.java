package io.jenkins.plugins.sprintdelivery.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.EnvironmentContributor;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.SprintStamp;
import java.util.Map;
import java.util.TreeMap;

/** Puts the sprint and the tickets of a tagged build into its environment. Reads memory alone. */
@Extension
public final class SprintEnvironment extends EnvironmentContributor {

    @Override
    public void buildEnvironmentFor(@NonNull Run run, @NonNull EnvVars envs, @NonNull TaskListener listener) {
        SprintTagAction.find((Run<?, ?>) run).ifPresent(action -> envs.putAll(variables(action.tag())));
    }

    /** The variables for a tag; those of the sprint are missing where there is none. */
    public static Map<String, String> variables(BuildTag tag) {
        Map<String, String> variables = new TreeMap<>();
        SprintStamp stamp = tag.stamp();
        if (stamp != null) {
            variables.put("SPRINT_ID", stamp.sprint().id());
            variables.put("SPRINT_NAME", stamp.sprint().name());
            variables.put("SPRINT_DAY", Integer.toString(stamp.day()));
            variables.put("SPRINT_DAYS", Integer.toString(stamp.days()));
        }
        variables.put("SPRINT_TICKETS", String.join(",", tag.findings().keys()));
        return variables;
    }
}
