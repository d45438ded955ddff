package io.jenkins.plugins.sprintdelivery.pages;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.RootAction;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.core.board.SomeServices;
import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.util.List;
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
    protected LedgerQueries recordable(LedgerQueries ledger) {
        List<String> services = ledger.services();
        List<String> allowed = services.stream().filter(RootBoard::isRecordable).toList();
        return allowed.size() == services.size() ? ledger : new SomeServices(ledger, allowed);
    }

    /** A job or a folder may forbid what the controller allows; what is of neither is the controller's. */
    private static boolean isRecordable(String service) {
        Item item;
        // a job that the user may not find forbids it all the same
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            item = Jenkins.get().getItemByFullName(service);
        }
        return item == null || item.hasPermission(RECORD);
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
