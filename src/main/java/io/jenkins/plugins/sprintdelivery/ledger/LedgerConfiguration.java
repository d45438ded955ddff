package io.jenkins.plugins.sprintdelivery.ledger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.sprintdelivery.Messages;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** Where the ledger's database is, and how long history is kept. */
@Extension
@Symbol("sprintDeliveryLedger")
public final class LedgerConfiguration extends GlobalConfiguration {

    private LedgerStore store = new EmbeddedLedgerStore();
    private RetentionSettings retention = new RetentionSettings();

    public LedgerConfiguration() {
        load();
    }

    /** The one configuration of this controller. */
    public static LedgerConfiguration get() {
        return ExtensionList.lookupSingleton(LedgerConfiguration.class);
    }

    /** Where the database is; never null. */
    @NonNull
    public LedgerStore getStore() {
        return store;
    }

    @DataBoundSetter
    public void setStore(LedgerStore store) {
        this.store = store == null ? new EmbeddedLedgerStore() : store;
        save();
        JenkinsLedger.get().storeChanged();
    }

    /** How long history is kept; never null. */
    @NonNull
    public RetentionSettings getRetention() {
        return retention;
    }

    @DataBoundSetter
    public void setRetention(RetentionSettings retention) {
        this.retention = retention == null ? new RetentionSettings() : retention;
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) {
        request.bindJSON(this, form);
        return true;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.LedgerConfiguration_DisplayName();
    }
}
