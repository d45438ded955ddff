package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The homes a projection can have; what is true of one has to be true of the other. */
public enum TestStore {
    H2,
    POSTGRESQL;

    /** A store of the ledger in the directory, the same one each time. */
    public ProjectionStore of(Path ledger) throws IOException {
        return this == H2
                ? Ledger.embedded(ledger)
                : PostgresServer.shared()
                        .store("t" + ledger.getFileName().toString().replaceAll("[^A-Za-z0-9]", "")
                                + Integer.toHexString(ledger.hashCode()));
    }

    /** Takes the database away, so that it has to be made anew. */
    public void drop(Path ledger) throws Exception {
        if (this == H2) {
            Files.delete(ledger.resolve("projection/ledger.mv.db"));
        } else {
            ProjectionStore.Postgres store = (ProjectionStore.Postgres) of(ledger);
            PostgresServer.shared().execute(List.of("DROP SCHEMA \"" + store.schema() + "\" CASCADE"));
        }
    }
}
