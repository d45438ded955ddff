package io.jenkins.plugins.sprintdelivery.ledger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Descriptor;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.ProjectionStore;
import java.nio.file.Path;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A database in the ledger's directory, which this controller alone uses. */
public final class EmbeddedLedgerStore extends LedgerStore {

    @DataBoundConstructor
    public EmbeddedLedgerStore() {
        // nothing to configure
    }

    @Override
    ProjectionStore toStore(Path directory) {
        return Ledger.embedded(directory);
    }

    @Override
    public String getDescription() {
        return Messages.EmbeddedLedgerStore_Description();
    }

    @Extension
    @Symbol("embedded")
    public static final class DescriptorImpl extends Descriptor<LedgerStore> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EmbeddedLedgerStore_DisplayName();
        }
    }
}
