package io.jenkins.plugins.sprintdelivery.pages;

import hudson.model.Action;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import java.util.Locale;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;

/** A page of what the ledger says, at a place in Jenkins. Whoever may not see it is refused it and all that is below it. */
public abstract class LedgerPage implements Action, StaplerProxy {

    private final AccessControlled place;
    private final Permission permission;

    /**
     * A page.
     *
     * @param place where it is
     * @param permission what one may do there who may see it
     */
    LedgerPage(AccessControlled place, Permission permission) {
        this.place = place;
        this.permission = permission;
    }

    /** What Jenkins knows of releases for who asks. */
    protected abstract ReleaseScene scene();

    /** Refuses whoever may not see the page. */
    final void checkPermission() {
        checkPermission(permission);
    }

    /** Refuses whoever may not do this here. */
    final void checkPermission(Permission wanted) {
        place.checkPermission(wanted);
    }

    /** Whether the user may see the page. */
    final boolean isAllowed() {
        return isAllowed(permission);
    }

    /** Whether the user may do this here. */
    final boolean isAllowed(Permission wanted) {
        return place.hasPermission(wanted);
    }

    /** The language of the page, for the scripts' own texts. */
    public final String getLanguage() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return (request == null ? Locale.ENGLISH : request.getLocale()).getLanguage();
    }

    @Override
    public final Object getTarget() {
        checkPermission();
        return this;
    }
}
