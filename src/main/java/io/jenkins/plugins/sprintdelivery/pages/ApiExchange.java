package io.jenkins.plugins.sprintdelivery.pages;

import io.jenkins.plugins.sprintdelivery.core.board.ApiAnswer;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.LedgerLag;
import io.jenkins.plugins.sprintdelivery.core.export.HtmlReport;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerHealth;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** How a question to the API comes by way of Stapler, and how its answer goes back. */
final class ApiExchange {

    private static final String VERSION = "/v1/";

    /** Policies of documents that bring their style: they may be opened anywhere, also without Jenkins' own policy. */
    private static final Map<String, String> POLICIES = Map.of(
            "report.html",
            "default-src 'none'; style-src " + HtmlReport.styleSource() + "; sandbox",
            "releases.html",
            "default-src 'none'; style-src " + HtmlReport.styleSource()
                    + "; form-action 'self'; base-uri 'none'; frame-ancestors 'self'");

    private ApiExchange() {}

    /** The question of a request below {@code api}. */
    static ApiRequest question(StaplerRequest2 request) {
        String path = request.getRestOfPath();
        if (!path.startsWith(VERSION)) {
            throw HttpResponses.notFound();
        }
        return new ApiRequest(path.substring(VERSION.length()), parameters(request));
    }

    /** The parameters, each once. */
    static Map<String, String> parameters(StaplerRequest2 request) {
        Map<String, String> query = new TreeMap<>();
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            if (parameter.getValue().length != 1) {
                throw HttpResponses.errorWithoutStack(400, "a parameter is given several times");
            }
            query.put(parameter.getKey(), parameter.getValue()[0]);
        }
        return query;
    }

    /** Sends an answer that is the reader's own, or only that it is the one they have. */
    static void send(ApiAnswer answer, ApiRequest question, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException {
        response.setHeader("Cache-Control", "private, no-cache");
        if (POLICIES.containsKey(question.path())) {
            response.setHeader("Content-Security-Policy", POLICIES.get(question.path()));
        }
        LedgerHealth.Look look = LedgerHealth.get().last();
        if (look.isBehind()) {
            LedgerLag.header(look.status(), look.at())
                    .ifPresent(behind -> response.setHeader(LedgerLag.HEADER, behind));
        }
        if (answer.next() != null) {
            response.setHeader("Link", "<" + answer.next() + ">; rel=\"next\"");
        }
        send(answer, request, response);
    }

    /** Sends an answer, or only that it is the one the reader has. */
    static void send(ApiAnswer answer, StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("ETag", answer.etag());
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
