package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.util.Optional;

/** Where documents are kept that never change. */
public interface DocumentStore {

    /** Nothing is kept, and nothing can be. */
    DocumentStore NONE = new DocumentStore() {
        @Override
        public Optional<byte[]> find(String name) {
            return Optional.empty();
        }

        @Override
        public boolean keep(String name, byte[] content) {
            return false;
        }
    };

    /** The document of this name. */
    Optional<byte[]> find(String name) throws IOException;

    /**
     * Keeps a document under a name that has none.
     *
     * @return false where the name has a document already, which stays as it is
     */
    boolean keep(String name, byte[] content) throws IOException;
}
