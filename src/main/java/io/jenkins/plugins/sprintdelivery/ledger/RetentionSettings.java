package io.jenkins.plugins.sprintdelivery.ledger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.Messages;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How many days history is kept, by what it is about; 0 keeps it for good. */
public final class RetentionSettings extends AbstractDescribableImpl<RetentionSettings> {

    private int productionDays;
    private int otherDays;

    @DataBoundConstructor
    public RetentionSettings() {
        // everything is kept unless a number of days is set
    }

    /** Days for deployments to production. */
    public int getProductionDays() {
        return productionDays;
    }

    @DataBoundSetter
    public void setProductionDays(int productionDays) {
        this.productionDays = Math.max(0, productionDays);
    }

    /** Days for everything else. */
    public int getOtherDays() {
        return otherDays;
    }

    @DataBoundSetter
    public void setOtherDays(int otherDays) {
        this.otherDays = Math.max(0, otherDays);
    }

    @Extension
    @Symbol("retention")
    public static final class DescriptorImpl extends Descriptor<RetentionSettings> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RetentionSettings_DisplayName();
        }
    }
}
