package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.scm.BuildChanges;

/**
 * What says of a build that it deploys a hotfix without a step naming it: the name of its branch, also where that is a pull
 * request's, or its parameter {@code HOTFIX}. Reads memory alone.
 */
final class HotfixSigns {

    private static final String PARAMETER = "HOTFIX";

    private HotfixSigns() {}

    /** Whether there is one. */
    static boolean on(Run<?, ?> run) {
        return run.getActions(ParametersAction.class).stream()
                        .flatMap(action -> action.getAllParameters().stream())
                        .anyMatch(HotfixSigns::isSet)
                || BuildChanges.branches(run).stream().anyMatch(DeploymentKind::isHotfixBranch);
    }

    private static boolean isSet(ParameterValue parameter) {
        return parameter.getName().equalsIgnoreCase(PARAMETER)
                && !parameter.isSensitive()
                && Boolean.parseBoolean(String.valueOf(parameter.getValue()));
    }
}
