package io.jenkins.plugins.sprintdelivery.pages;

import hudson.model.ModelObject;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.incident.DraftContext;
import io.jenkins.plugins.sprintdelivery.incident.IncidentDraft;
import io.jenkins.plugins.sprintdelivery.incident.IncidentIntake;
import io.jenkins.plugins.sprintdelivery.incident.RefusedDraftException;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/**
 * Where people record incidents of the services that a board shows: {@code incidents} below it. It needs no scripts. What
 * cannot be recorded comes back as it was written, with what is wrong beside each field.
 */
public final class IncidentPage implements ModelObject, StaplerProxy {

    private static final Logger LOGGER = Logger.getLogger(IncidentPage.class.getName());

    private final BoardPage board;
    private final Clock clock = Clock.systemUTC();

    IncidentPage(BoardPage board) {
        this.board = board;
    }

    @Override
    public String getDisplayName() {
        return Messages.IncidentPage_DisplayName();
    }

    @Override
    public Object getTarget() {
        board.checkPermission();
        board.checkPermission(BoardPage.RECORD);
        return this;
    }

    /**
     * The open incidents, and the forms.
     *
     * @param recorded id of the incident that the user has just recorded, or null
     */
    @GET
    public HttpResponse doIndex(@QueryParameter String recorded) {
        try {
            return new Shown(200, IncidentForm.blank(context(), recorded));
        } catch (IOException | LedgerUnavailableException notNow) {
            throw unavailable(notNow);
        }
    }

    /** Records an incident; fields and defaults are those of {@link IncidentDraft.Opening}. */
    @POST
    public HttpResponse doRecord(
            @QueryParameter String id,
            @QueryParameter String service,
            @QueryParameter String environment,
            @QueryParameter String severity,
            @QueryParameter String summary,
            @QueryParameter String opened,
            @QueryParameter String resolved,
            @QueryParameter String causedBy) {
        return take(new IncidentDraft.Opening(id, service, environment, severity, summary, opened, resolved, causedBy));
    }

    /** Resolves an open incident; fields and defaults are those of {@link IncidentDraft.Resolution}. */
    @POST
    public HttpResponse doResolve(
            @QueryParameter String incident, @QueryParameter String end, @QueryParameter String restoredBy) {
        return take(new IncidentDraft.Resolution(incident, end, restoredBy));
    }

    private HttpResponse take(IncidentDraft draft) {
        try {
            return record(draft, context());
        } catch (IOException | LedgerUnavailableException notNow) {
            throw unavailable(notNow);
        }
    }

    private static HttpResponse record(IncidentDraft draft, DraftContext context) throws IOException {
        Incident incident;
        try {
            incident = IncidentIntake.get().byHand(draft, context);
        } catch (RefusedDraftException refused) {
            return new Shown(400, IncidentForm.refused(context, draft, refused.problems()));
        }
        String who = Jenkins.getAuthentication2().getName();
        LOGGER.log(
                Level.INFO,
                () -> "Incident " + incident.id() + " of " + incident.service() + " in "
                        + incident.environment().name()
                        + (incident.resolved() == null ? "" : ", resolved,") + " was recorded by hand by " + who);
        return HttpResponses.redirectTo("./?recorded=" + URLEncoder.encode(incident.id(), StandardCharsets.UTF_8));
    }

    private record Shown(int status, IncidentForm form) implements HttpResponse {
        @Override
        public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                throws IOException, ServletException {
            response.setStatus(status);
            request.getView(form, "index").forward(request, response);
        }
    }

    private static HttpResponses.HttpResponseException unavailable(Exception notNow) {
        return HttpResponses.errorWithoutStack(503, Messages.IncidentPage_NotRecorded(notNow.getMessage()));
    }

    /** What is shown and read now. Walks over the jobs of the board, so that nothing may be locked. */
    private DraftContext context() throws IOException {
        LedgerQueries ledger = JenkinsLedger.get().queriesOfPage();
        return new DraftContext(
                ledger,
                board.seen(ledger),
                board.recordable(ledger),
                ZoneId.systemDefault(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
