package io.jenkins.plugins.sprintdelivery.pages;

import hudson.model.Action;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseApi;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseBoard;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/**
 * What may be released and what waits, and its API under {@code api/v1}. Whoever may see the page sees of it what they may
 * read. Loads no build: it asks the ledger and the gates that wait.
 */
public abstract class ReleasePage implements Action, StaplerProxy {

    /** What Jenkins knows of releases for who asks. */
    protected abstract ReleaseScene scene();

    /** Refuses whoever may not see the page. */
    protected abstract void checkPermission();

    /** Whether the user may see the page. */
    protected abstract boolean isAllowed();

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

    /** The language of the page, for the scripts' own texts. */
    public final String getLanguage() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return (request == null ? Locale.ENGLISH : request.getLocale()).getLanguage();
    }

    /** Where the board of the same jobs is, relative to this page, or null where the user may not see it. */
    public abstract String getBoard();

    @Override
    public final Object getTarget() {
        checkPermission();
        return this;
    }

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
