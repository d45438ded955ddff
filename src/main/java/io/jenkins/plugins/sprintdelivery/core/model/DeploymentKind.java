package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.regex.Pattern;

/** Why a deployment was made. */
public enum DeploymentKind {
    /** The usual way forward. */
    PLANNED,
    /** An unplanned repair of what is running. */
    HOTFIX,
    /** Back to a version older than the one running. */
    ROLLBACK,
    /** The version that is running already, once more. */
    REDEPLOY;

    private static final Pattern HOTFIX_BRANCH =
            Pattern.compile("hot-?fix(es)?([/_-].*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A part of a version's name; digits may follow at once, as in {@code 1.2.1-hotfix2}. */
    private static final Pattern HOTFIX_LABEL =
            Pattern.compile("(?<![a-z0-9])hot-?fix(es)?(?![a-z])", Pattern.CASE_INSENSITIVE);

    /**
     * Whether a branch is called as hotfixes are: {@code hotfix}, {@code hotfix/1.2.1}, {@code hotfix-1.2.1}. What stands
     * farther behind, as in {@code feature/hotfix-button}, says nothing.
     *
     * @param branch its name, without that of a remote
     */
    public static boolean isHotfixBranch(String branch) {
        return HOTFIX_BRANCH.matcher(branch).matches();
    }

    /**
     * Whether a version's name has the label of a hotfix: {@code 1.2.1-hotfix}, {@code 1.2.1-hotfix.2},
     * {@code 1.2.1+hotfix}, {@code hotfix-1.2.1}.
     */
    public static boolean isHotfixVersion(String version) {
        return HOTFIX_LABEL.matcher(version).find();
    }

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static DeploymentKind parse(String label) {
        return Labels.parse(DeploymentKind.class, "deployment kind", label);
    }

    @Override
    public String toString() {
        return Labels.of(this);
    }
}
