package io.jenkins.plugins.sprintdelivery.ledger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.RetentionRules;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
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

    /** What the core is told, or nothing where everything is kept. */
    public Optional<RetentionRules> toRules() {
        if (productionDays == 0 && otherDays == 0) {
            return Optional.empty();
        }
        Map<EnvironmentTier, Duration> tiers = new EnumMap<>(EnvironmentTier.class);
        for (EnvironmentTier tier : EnvironmentTier.values()) {
            int days = tier == EnvironmentTier.PRODUCTION ? productionDays : otherDays;
            if (days > 0) {
                tiers.put(tier, Duration.ofDays(days));
            }
        }
        // what a deployment carries follows from builds, so that they are kept as long as any deployment
        boolean all = productionDays > 0 && otherDays > 0;
        Duration builds = all ? Duration.ofDays(Math.max(productionDays, otherDays)) : null;
        return Optional.of(new RetentionRules(builds, tiers));
    }

    @Extension
    @Symbol("retention")
    public static final class DescriptorImpl extends Descriptor<RetentionSettings> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RetentionSettings_DisplayName();
        }

        /** Says what is wrong with a number of days. */
        @POST
        public FormValidation doCheckProductionDays(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateNonNegativeInteger(value);
        }

        /** Says what is wrong with a number of days. */
        @POST
        public FormValidation doCheckOtherDays(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateNonNegativeInteger(value);
        }
    }
}
