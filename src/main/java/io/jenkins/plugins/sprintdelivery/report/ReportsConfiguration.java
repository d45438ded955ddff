package io.jenkins.plugins.sprintdelivery.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import io.jenkins.plugins.sprintdelivery.Messages;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** Who gets the sprints' reports by mail; nobody unless somebody is named. */
@Extension
@Symbol("sprintReports")
public final class ReportsConfiguration extends GlobalConfiguration {

    private List<ReportMailing> mailings = new ArrayList<>();

    public ReportsConfiguration() {
        load();
    }

    /** The one configuration of this controller. */
    public static ReportsConfiguration get() {
        return ExtensionList.lookupSingleton(ReportsConfiguration.class);
    }

    /** The mailings. */
    public List<ReportMailing> getMailings() {
        return new ArrayList<>(mailings);
    }

    @DataBoundSetter
    public void setMailings(List<ReportMailing> mailings) {
        this.mailings = new ArrayList<>(Util.fixNull(mailings));
        save();
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.ReportsConfiguration_DisplayName();
    }
}
