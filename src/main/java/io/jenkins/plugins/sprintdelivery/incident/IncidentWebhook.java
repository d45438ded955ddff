package io.jenkins.plugins.sprintdelivery.incident;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import hudson.security.csrf.CrumbExclusion;
import io.jenkins.plugins.sprintdelivery.core.incident.IncidentFormat;
import io.jenkins.plugins.sprintdelivery.core.incident.IncidentFormatException;
import io.jenkins.plugins.sprintdelivery.core.incident.WebhookSecret;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Where other systems report incidents: {@code sprint-delivery-incidents/<name of the source>}. A report is believed only
 * from who knows the source's secret. Anybody may call, so that without the secret nothing but the answer's status is
 * told. A report that could not be recorded is answered with 503, and its sender sends it again.
 */
@Extension
public final class IncidentWebhook implements UnprotectedRootAction {

    static final String URL = "sprint-delivery-incidents";

    private static final Logger LOGGER = Logger.getLogger(IncidentWebhook.class.getName());

    @CheckForNull
    @Override
    public String getIconFileName() {
        return null;
    }

    @CheckForNull
    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Takes a report. */
    @POST
    public HttpResponse doDynamic(StaplerRequest2 request) throws IOException {
        String name = request.getRestOfPath().replaceFirst("^/", "");
        Optional<IncidentSource> source = IncidentsConfiguration.get().source(name);
        if (source.isEmpty()) {
            return HttpResponses.notFound();
        }
        byte[] body = request.getInputStream().readNBytes(IncidentFormat.MAX_BYTES + 1);
        if (body.length > IncidentFormat.MAX_BYTES) {
            return HttpResponses.status(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        }
        try {
            return take(source.get(), request, body);
        } catch (IncidentFormatException unreadable) {
            // the sender knows the secret, so that it may know what is wrong
            return HttpResponses.errorWithoutStack(HttpServletResponse.SC_BAD_REQUEST, unreadable.getMessage());
        } catch (IllegalArgumentException misconfigured) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "The source of incidents '" + name + "' cannot be used, see its settings: "
                            + misconfigured.getMessage());
            return HttpResponses.forbidden();
        } catch (IOException notRecorded) {
            LOGGER.log(Level.WARNING, notRecorded, () -> "A report of '" + name + "' was not recorded");
            return HttpResponses.status(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private static HttpResponse take(IncidentSource source, StaplerRequest2 request, byte[] body) throws IOException {
        Optional<WebhookSecret> secret = source.secret();
        if (secret.isEmpty() || !secret.get().admits(source.toFormat(), request::getHeader, body)) {
            LOGGER.log(
                    Level.FINE,
                    () -> "A report to '" + source.getName() + "' was refused: its sender does not know the secret");
            return HttpResponses.forbidden();
        }
        IncidentIntake.get().take(source, body);
        return HttpResponses.status(HttpServletResponse.SC_NO_CONTENT);
    }

    /** A monitoring system has no crumb; its secret takes that place. */
    @Extension
    public static final class WithoutCrumb extends CrumbExclusion {
        @Override
        public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String path = request.getPathInfo();
            if (path != null && path.startsWith("/" + URL + "/")) {
                chain.doFilter(request, response);
                return true;
            }
            return false;
        }
    }
}
