package io.jenkins.plugins.sprintdelivery.pages;

import hudson.model.Action;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.board.ApiAnswer;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.LedgerLag;
import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.export.HtmlReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerHealth;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/**
 * The board, and its API under {@code api/v1}: the same scripts and the same documents as at the prompt. What may be seen
 * of the ledger is said by where the page is.
 */
public abstract class BoardPage implements Action, StaplerProxy {

    private static final String API = "/v1/";

    /** The part of the ledger that is seen here. */
    protected abstract LedgerQueries seen(LedgerQueries ledger);

    /** The frozen reports that may be seen here: none, where they hold more than may be seen. */
    protected FrozenReports frozen() {
        return FrozenReports.NONE;
    }

    /** Refuses whoever may not see the page. */
    protected abstract void checkPermission();

    /** Whether the user may see the page. */
    protected abstract boolean isAllowed();

    @Override
    public final String getIconFileName() {
        return isAllowed() ? "symbol-rocket-outline plugin-ionicons-api" : null;
    }

    @Override
    public final String getDisplayName() {
        return Messages.SprintDelivery_DisplayName();
    }

    @Override
    public final String getUrlName() {
        return "sprint-delivery";
    }

    /** The language of the page, for the board's own texts. */
    public final String getLanguage() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        return (request == null ? Locale.ENGLISH : request.getLocale()).getLanguage();
    }

    @Override
    public final Object getTarget() {
        checkPermission();
        return this;
    }

    /** {@code api/v1/…}: a document of the board. */
    @GET
    public final void doApi(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        checkPermission();
        String path = request.getRestOfPath();
        if (!path.startsWith(API)) {
            throw HttpResponses.notFound();
        }
        Map<String, String> query = new TreeMap<>();
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            if (parameter.getValue().length != 1) {
                throw HttpResponses.errorWithoutStack(400, "a parameter is given several times");
            }
            query.put(parameter.getKey(), parameter.getValue()[0]);
        }
        ApiRequest question = new ApiRequest(path.substring(API.length()), query);
        BoardApi api = new BoardApi(
                new DeliveryBoard(seen(JenkinsLedger.get().queriesOfPage()), Clock.systemUTC(), frozen()), source());
        send(api.answer(question), question, request, response);
    }

    private static String source() {
        String url = Jenkins.get().getRootUrl();
        return url == null ? "urn:jenkins" : url;
    }

    private static void send(ApiAnswer answer, ApiRequest question, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "private, no-cache");
        response.setHeader("ETag", answer.etag());
        if (question.path().equals("report.html")) {
            // a file for download: it may be opened anywhere, also without Jenkins' own policy
            response.setHeader(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src " + HtmlReport.styleSource() + "; sandbox");
        }
        LedgerHealth.Look look = LedgerHealth.get().last();
        if (look.isBehind()) {
            LedgerLag.header(look.status(), look.at())
                    .ifPresent(behind -> response.setHeader(LedgerLag.HEADER, behind));
        }
        if (answer.next() != null) {
            response.setHeader("Link", "<" + answer.next() + ">; rel=\"next\"");
        }
        if (answer.isKnown(request.getHeader("If-None-Match"))) {
            response.setStatus(304);
            return;
        }
        response.setStatus(answer.status());
        response.setContentType(answer.type());
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }
}
