package io.jenkins.plugins.sprintdelivery.ledger;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.ProjectionStore;
import java.io.IOException;
import java.nio.file.Path;

/** Where the ledger's database is. The journal, which is the truth, is always in the controller's own directory. */
public abstract class LedgerStore extends AbstractDescribableImpl<LedgerStore> implements ExtensionPoint {

    /**
     * What the core needs to open it.
     *
     * @param directory the ledger's own directory
     * @throws IOException if the directory cannot be written
     */
    abstract ProjectionStore toStore(Path directory) throws IOException;

    /** Where it is, in words, without anything secret. */
    public abstract String getDescription();
}
