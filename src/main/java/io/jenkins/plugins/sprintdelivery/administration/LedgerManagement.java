package io.jenkins.plugins.sprintdelivery.administration;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Job;
import hudson.model.ManagementLink;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.apache.commons.fileupload2.core.FileItem;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/**
 * The page <i>Manage Jenkins » Sprint Delivery ledger</i>: how the ledger is, and everything an administrator does with
 * it. What takes long is done in the background by {@link LedgerWork}.
 */
@Extension
public final class LedgerManagement extends ManagementLink {

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

    /** How the ledger was when it was last looked at; for the page. */
    public LedgerHealth.Look getHealth() {
        return LedgerHealth.get().last();
    }

    /** The work under way or the last one, or null; for the page. */
    public LedgerWork.Report getWork() {
        return LedgerWork.get().report();
    }
}
