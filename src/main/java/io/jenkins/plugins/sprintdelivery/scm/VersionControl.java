package io.jenkins.plugins.sprintdelivery.scm;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.ChangeLogSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What only the plugin of one version control system can tell. One implementation a system, each optional. */
public interface VersionControl extends ExtensionPoint {

    /** The whole message of a commit, if it is of this system. */
    Optional<String> wholeMessage(ChangeLogSet.Entry entry);

    /** The names of the branches the build was made from, without the remote's name. */
    List<String> branches(Run<?, ?> run);

    /** The id of the commit the build was made from, if it is of this system. */
    Optional<String> revision(Run<?, ?> run);

    /**
     * The commits of a branch that has no build to compare with: those its base does not have. Blocks on the agent.
     *
     * @param workspace where the branch is checked out
     */
    List<Change> firstChanges(Run<?, ?> run, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException;

    /**
     * How much the build changes since a commit, if both are of this system and the workspace has them. Blocks on the
     * agent.
     *
     * @param workspace where the build is checked out
     * @param commit the earlier commit's id
     */
    Optional<ChangeCount> changesSince(Run<?, ?> run, FilePath workspace, String commit, TaskListener listener)
            throws IOException, InterruptedException;

    /** All systems that are installed. */
    static ExtensionList<VersionControl> all() {
        return ExtensionList.lookup(VersionControl.class);
    }
}
