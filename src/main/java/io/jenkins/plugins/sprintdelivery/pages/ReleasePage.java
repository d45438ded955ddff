package io.jenkins.plugins.sprintdelivery.pages;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseApi;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseBoard;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.time.Clock;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/**
 * What may be released and what waits, and its API under {@code api/v1}. Whoever may see the page sees of it what they may
 * read. Loads no build: it asks the ledger and the gates that wait.
 */
public abstract class ReleasePage extends LedgerPage {

    ReleasePage(AccessControlled place, Permission permission) {
        super(place, permission);
    }

    @Override
    public final String getIconFileName() {
        return isAllowed() ? "symbol-paper-plane-outline plugin-ionicons-api" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleasePage_DisplayName();
    }

    @Override
    public String getUrlName() {
        return "sprint-releases";
    }

    /** Where the board of the same jobs is, relative to this page, or null where the user may not see it. */
    public abstract String getBoard();

    /** {@code api/v1/…}: the releases. */
    @GET
    public final void doApi(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        checkPermission();
        ApiRequest question = ApiExchange.question(request);
        ReleaseApi api =
                new ReleaseApi(new ReleaseBoard(JenkinsLedger.get().queriesOfPage(), Clock.systemUTC(), scene()));
        ApiExchange.send(api.answer(question), question, request, response);
    }
}
