package io.jenkins.plugins.sprintdelivery.pages;

import hudson.model.Run;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.time.Clock;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/**
 * The board, and its API under {@code api/v1}: the same scripts and the same documents as at the prompt. What may be seen
 * of the ledger is said by where the page is.
 */
public abstract class BoardPage extends LedgerPage {

    /** What it takes to record an incident by hand: to say something of builds that others made. */
    static final Permission RECORD = Run.UPDATE;

    BoardPage(AccessControlled place, Permission permission) {
        super(place, permission);
    }

    /** The part of the ledger that is seen here. */
    protected abstract LedgerQueries seen(LedgerQueries ledger);

    /** The part of it of whose services the user may record incidents. */
    protected abstract LedgerQueries recordable(LedgerQueries ledger);

    /** The frozen reports that may be seen here: none, where they hold more than may be seen. */
    protected FrozenReports frozen() {
        return FrozenReports.NONE;
    }

    @Override
    public final String getIconFileName() {
        return isAllowed() ? "symbol-rocket-outline plugin-ionicons-api" : null;
    }

    @Override
    public final String getDisplayName() {
        return Messages.SprintDelivery_DisplayName();
    }

    @Override
    public String getUrlName() {
        return "sprint-delivery";
    }

    /** Where the releases of the same jobs are, relative to this page, or null where they have no page. */
    public abstract String getReleases();

    /** Whether the user may record incidents here. */
    public final boolean isRecorder() {
        return isAllowed(RECORD);
    }

    /** {@code incidents}: where people record them. */
    public final IncidentPage getIncidents() {
        return new IncidentPage(this);
    }

    /** {@code api/v1/…}: a document of the board. */
    @GET
    public final void doApi(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        checkPermission();
        ApiRequest question = ApiExchange.question(request);
        DeliveryBoard board = new DeliveryBoard(seen(JenkinsLedger.get().queriesOfPage()), Clock.systemUTC(), frozen());
        BoardApi api = new BoardApi(board, board.releases(scene()), JenkinsLedger.source());
        ApiExchange.send(api.answer(question), question, request, response);
    }
}
