package io.jenkins.plugins.sprintdelivery.administration;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.ManagementLink;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerConfiguration;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerHealth;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import jenkins.model.Jenkins;
import org.apache.commons.fileupload2.core.FileItem;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/**
 * The page <i>Manage Jenkins » Sprint Delivery ledger</i>: how the ledger is, and everything an administrator does with
 * it. What takes long is done in the background by {@link LedgerWork}.
 */
@Extension
public final class LedgerManagement extends ManagementLink {

    private final Clock clock = Clock.systemUTC();

    @Override
    public String getIconFileName() {
        return "symbol-server-outline plugin-ionicons-api";
    }

    @Override
    public String getUrlName() {
        return "sprint-delivery-ledger";
    }

    @Override
    public String getDisplayName() {
        return Messages.LedgerManagement_DisplayName();
    }

    @Override
    public String getDescription() {
        return Messages.LedgerManagement_Description();
    }

    @NonNull
    @Override
    public Category getCategory() {
        return Category.TOOLS;
    }

    /** How the ledger was when it was last looked at. */
    public LedgerHealth.Look getHealth() {
        return LedgerHealth.get().last();
    }

    /** The work under way or the last one, or null. */
    public LedgerWork.Report getWork() {
        return LedgerWork.get().report();
    }

    /** Whether work is under way. */
    public boolean isWorkActive() {
        LedgerWork.Report work = getWork();
        return work != null && work.phase().isActive();
    }

    /** The design library's class for the work's state. */
    public String getWorkStyle() {
        return switch (getWork().phase()) {
            case FAILED -> "jenkins-alert-danger";
            case STOPPED -> "jenkins-alert-warning";
            case DONE -> "jenkins-alert-success";
            default -> "jenkins-alert-info";
        };
    }

    /** How far the work is, or what came of it. */
    public String getWorkText() {
        LedgerWork.Report work = getWork();
        return work.phase() == LedgerWork.Phase.PAUSED
                ? Messages.LedgerManagement_Paused(work.message())
                : work.message();
    }

    /** Where the ledger is. */
    public String getDirectory() {
        return JenkinsLedger.directory().toString();
    }

    /** Where its database is. */
    public String getStore() {
        return LedgerConfiguration.get().getStore().getDescription();
    }

    /** How far the database is behind, in words. */
    public String getBehind() {
        LedgerHealth.Look look = getHealth();
        LedgerStatus status = look.status();
        if (status.isCurrent()) {
            return Messages.LedgerManagement_Current();
        }
        String events = Messages.LedgerManagement_Behind(status.eventsBehind(), status.bytesBehind());
        String since = status.behindSince() == null
                ? ""
                : " "
                        + Messages.LedgerManagement_BehindFor(
                                Util.getTimeSpanString(Duration.between(status.behindSince(), look.at())
                                        .toMillis()));
        return events + since + (status.lastProblem() == null ? "" : ": " + status.lastProblem());
    }

    /** Reads and checks every line of the journal. */
    @POST
    public HttpResponse doVerify() {
        return begin(Messages.LedgerTasks_Verify(), LedgerTasks::verify);
    }

    /** Makes the database anew. */
    @POST
    public HttpResponse doRebuild() {
        return begin(Messages.LedgerTasks_Rebuild(), LedgerTasks::rebuild);
    }

    /** Moves closed months into archives. */
    @POST
    public HttpResponse doCompact() {
        return begin(Messages.LedgerTasks_Compact(), LedgerTasks::compact);
    }

    /** Takes up builds that were there before. */
    @POST
    public HttpResponse doBackfill(@QueryParameter String job) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Optional<String> below = Optional.ofNullable(Util.fixEmptyAndTrim(job));
        if (below.isPresent() && Jenkins.get().getItemByFullName(below.get()) == null) {
            return new Refusal(400, Messages.LedgerManagement_NoSuchItem(below.get()));
        }
        return begin(Messages.LedgerTasks_Backfill(), progress -> LedgerTasks.backfill(below, progress));
    }

    /** Takes a person's name out of the ledger. */
    @POST
    public HttpResponse doErase(@QueryParameter String person) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String name = Util.fixEmptyAndTrim(person);
        if (name == null) {
            return new Refusal(400, Messages.LedgerManagement_NoPerson());
        }
        return begin(Messages.LedgerTasks_Erase(), progress -> LedgerTasks.erase(name));
    }

    /** Streams the whole journal. */
    @POST
    public void doExport(StaplerResponse2 response) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        response.setContentType("application/gzip");
        String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        response.setHeader("Content-Disposition", "attachment; filename=\"sprint-delivery-" + day + ".jsonl.gz\"");
        try (GZIPOutputStream out = new GZIPOutputStream(response.getOutputStream())) {
            LedgerTasks.export(out);
        }
    }

    /** Takes up an uploaded export. */
    @POST
    public HttpResponse doImport(StaplerRequest2 request) throws IOException, ServletException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        FileItem<?> upload = request.getFileItem2("file");
        if (upload == null || upload.getSize() == 0) {
            return new Refusal(400, Messages.LedgerManagement_NoFile());
        }
        boolean compressed = upload.getName().endsWith(".gz");
        Path file = Files.createTempFile("sprint-delivery-import", compressed ? ".jsonl.gz" : ".jsonl");
        try (InputStream in = upload.getInputStream()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            upload.delete();
        }
        String name = upload.getName();
        HttpResponse answer = begin(Messages.LedgerTasks_Import(), progress -> LedgerTasks.merge(file, name, progress));
        if (answer instanceof Refusal) {
            Files.delete(file);
        }
        return answer;
    }

    /** Holds the work under way. */
    @POST
    public HttpResponse doPause() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        LedgerWork.get().pause();
        return back();
    }

    /** Lets held work go on. */
    @POST
    public HttpResponse doResume() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        LedgerWork.get().resume();
        return back();
    }

    /** Ends the work under way. */
    @POST
    public HttpResponse doStop() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        LedgerWork.get().stop();
        return back();
    }

    private static HttpResponse begin(String title, LedgerWork.Task task) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return LedgerWork.get().start(title, task) ? back() : busy();
    }

    private static HttpResponse back() {
        return HttpResponses.redirectTo(".");
    }

    private static Refusal busy() {
        return new Refusal(
                409, Messages.LedgerManagement_Busy(LedgerWork.get().report().title()));
    }

    /** Why nothing was begun, on a page that leads back. */
    private record Refusal(int status, String message) implements HttpResponse {
        @Override
        public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                throws IOException, ServletException {
            response.setStatus(status);
            request.setAttribute("refusal", message);
            request.getView(node, "refused").forward(request, response);
        }
    }
}
