package io.jenkins.plugins.sprintdelivery.pages;

import hudson.Extension;
import hudson.model.RootAction;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.release.ReaderScene;
import jenkins.model.Jenkins;

/** The releases of the whole controller: of the jobs that the user may read, or all for who may see the whole board. */
@Extension
public final class RootReleases extends ReleasePage implements RootAction {

    public RootReleases() {
        super(Jenkins.get(), Jenkins.READ);
    }

    @Override
    protected ReleaseScene scene() {
        return sceneOfReader();
    }

    /** What the user may see of the whole controller. */
    static ReleaseScene sceneOfReader() {
        return Jenkins.get().hasPermission(BoardPermission.VIEW) ? ReaderScene.everything() : ReaderScene.readable();
    }

    @Override
    public String getBoard() {
        return Jenkins.get().hasPermission(BoardPermission.VIEW) ? "../sprint-delivery/" : null;
    }
}
