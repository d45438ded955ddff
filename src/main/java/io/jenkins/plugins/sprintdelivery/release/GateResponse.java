package io.jenkins.plugins.sprintdelivery.release;

import hudson.model.Failure;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** What a decision is answered with: JSON for who asks for it, otherwise a page. */
final class GateResponse implements HttpResponse {

    private final int status;
    private final Object document;
    private final String problem;
    private final boolean alwaysJson;

    private GateResponse(int status, Object document, String problem, boolean alwaysJson) {
        this.status = status;
        this.document = document;
        this.problem = problem;
        this.alwaysJson = alwaysJson;
    }

    /** A document, whatever was asked for. */
    static GateResponse json(int status, Object document) {
        return new GateResponse(status, document, null, true);
    }

    /** It was done; a person is led back to the page. */
    static GateResponse done(int status) {
        return new GateResponse(status, Map.of("done", true), null, false);
    }

    /** It was not done, and why. */
    static GateResponse refused(int status, String problem) {
        return new GateResponse(status, Map.of("error", problem), problem, false);
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
            throws IOException, ServletException {
        String accept = request.getHeader("Accept");
        if (alwaysJson || accept != null && accept.contains("application/json")) {
            response.setStatus(status);
            response.setContentType("application/json;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.getWriter().write(Json.mapper().writeValueAsString(document));
        } else if (problem == null) {
            response.sendRedirect2(".");
        } else {
            response.setStatus(status);
            new Failure(problem).generateResponse(request, response, node);
        }
    }
}
