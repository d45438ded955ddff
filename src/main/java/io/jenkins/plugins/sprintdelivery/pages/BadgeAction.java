package io.jenkins.plugins.sprintdelivery.pages;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.UnprotectedRootAction;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.sprintdelivery.core.board.ApiAnswer;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseApi;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseBoard;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.core.board.WaitingRelease;
import io.jenkins.plugins.sprintdelivery.core.export.GateBadge;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.release.SprintDeliveryPermissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.verb.GET;
import org.springframework.security.core.Authentication;

/**
 * {@code sprint-badge/gate.svg?service=…&environment=…}: the badge of a service in an environment, for whoever may see the
 * status of the job that deployed or judged it. It answers without a login too, so that a wiki can show it where an
 * administrator gives anonymous readers that permission. Of what there is not and of what may not be seen it says the
 * same.
 */
@Extension
public final class BadgeAction implements UnprotectedRootAction {

    private static final String NOTHING =
            "There is no such service and environment, or you may not see its status. Log in, or ask for the permission"
                    + " Sprint Delivery/ViewStatus.";

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return "sprint-badge";
    }

    /** The badge. */
    @GET
    @WebMethod(name = "gate.svg")
    public void doGate(
            @QueryParameter String service,
            @QueryParameter String environment,
            StaplerRequest2 request,
            StaplerResponse2 response)
            throws IOException {
        Authentication reader = Jenkins.getAuthentication2();
        Optional<GateBadge> badge;
        try {
            badge = find(service, environment, new StatusScene(reader));
        } catch (IOException | LedgerUnavailableException e) {
            refuse(response, 503, "The ledger does not answer at the moment.");
            return;
        }
        if (badge.isEmpty()) {
            refuse(response, 404, NOTHING);
            return;
        }
        ApiAnswer answer = ReleaseApi.picture(badge.get());
        boolean anonymous = ACL.isAnonymous2(reader);
        // what everybody may see may be kept by whoever passes it on, for a moment
        response.setHeader("Cache-Control", anonymous ? "public, max-age=60" : "private, no-cache");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        ApiExchange.send(answer, request, response);
    }

    private static Optional<GateBadge> find(String service, String environment, StatusScene scene) throws IOException {
        if (service == null || service.isBlank() || environment == null || environment.isBlank()) {
            return Optional.empty();
        }
        Optional<GateBadge> badge = new ReleaseBoard(JenkinsLedger.get().queriesOfPage(), Clock.systemUTC(), scene)
                .badge(service, environment);
        // so that a page can be written before the first release
        return badge.isEmpty() && scene.seesJob(service)
                ? Optional.of(new GateBadge(service, environment, null, null))
                : badge;
    }

    private static void refuse(StaplerResponse2 response, int status, String problem) throws IOException {
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write(problem.getBytes(StandardCharsets.UTF_8));
    }

    /** What somebody may see the status of. */
    private record StatusScene(Authentication reader) implements ReleaseScene {

        @Override
        public boolean sees(BuildReference build) {
            return build != null && seesJob(build.job());
        }

        private boolean seesJob(String name) {
            // whoever may see the status need not be able to find the job
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                Job<?, ?> job = Jenkins.get().getItemByFullName(name, Job.class);
                return job != null && job.getACL().hasPermission2(reader, SprintDeliveryPermissions.VIEW_STATUS);
            }
        }

        @Override
        public List<WaitingRelease> waiting() {
            return List.of();
        }

        @Override
        public List<FreezePeriod> freezes(String service, Environment environment, BuildReference build) {
            return List.of();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    }
}
