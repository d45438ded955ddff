package io.jenkins.plugins.sprintdelivery.pages;

import hudson.Extension;
import hudson.model.RootAction;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import jenkins.model.Jenkins;

/** The board of the whole controller, for those who may see all of it. */
@Extension
public final class RootBoard extends BoardPage implements RootAction {

    public RootBoard() {
        super(Jenkins.get(), BoardPermission.VIEW);
    }

    @Override
    protected LedgerQueries seen(LedgerQueries ledger) {
        return ledger;
    }

    @Override
    protected FrozenReports frozen() {
        return JenkinsLedger.get().frozenReports();
    }

    @Override
    protected ReleaseScene scene() {
        return RootReleases.sceneOfReader();
    }

    @Override
    public String getReleases() {
        return "../sprint-releases/";
    }
}
