package io.jenkins.plugins.sprintdelivery.ledger;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.ProjectionStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A PostgreSQL database, which several controllers may share. */
public final class PostgresLedgerStore extends LedgerStore {

    /** The port that PostgreSQL listens on by itself. */
    public static final int DEFAULT_PORT = 5432;

    private static final String CERTIFICATE_FILE = "postgresql-root.pem";

    private final String host;
    private final String database;
    private final String credentialsId;
    private int port = DEFAULT_PORT;
    private String schema;
    private String tls = ProjectionStore.Tls.Mode.VERIFY_FULL.label();
    private String rootCertificate;

    /**
     * @param credentialsId a user name with its password, from the credentials of the whole controller
     */
    @DataBoundConstructor
    public PostgresLedgerStore(String host, String database, String credentialsId) {
        this.host = Util.fixNull(host).trim();
        this.database = Util.fixNull(database).trim();
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public String getHost() {
        return host;
    }

    public String getDatabase() {
        return database;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    public int getPort() {
        return port;
    }

    @DataBoundSetter
    public void setPort(int port) {
        this.port = port;
    }

    /** The schema of the tables, or null for the usual one. */
    public String getSchema() {
        return schema;
    }

    @DataBoundSetter
    public void setSchema(String schema) {
        String given = Util.fixEmptyAndTrim(schema);
        this.schema = ProjectionStore.Postgres.DEFAULT_SCHEMA.equals(given) ? null : given;
    }

    /** How the connection is protected, in PostgreSQL's words. */
    public String getTls() {
        return tls;
    }

    @DataBoundSetter
    public void setTls(String tls) {
        this.tls = mode(tls).label();
    }

    /** Certificates to trust in PEM, or null for those that Java trusts. */
    public String getRootCertificate() {
        return rootCertificate;
    }

    @DataBoundSetter
    public void setRootCertificate(String rootCertificate) {
        this.rootCertificate = Util.fixEmptyAndTrim(rootCertificate);
    }

    private static ProjectionStore.Tls.Mode mode(String label) {
        return Arrays.stream(ProjectionStore.Tls.Mode.values())
                .filter(mode -> mode.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Messages.PostgresLedgerStore_NoMode(
                        label,
                        Arrays.stream(ProjectionStore.Tls.Mode.values())
                                .map(ProjectionStore.Tls.Mode::label)
                                .toList())));
    }

    @Override
    ProjectionStore toStore(Path directory) throws IOException {
        return new ProjectionStore.Postgres(
                host,
                port,
                database,
                schema,
                credentials()
                        .map(StandardUsernamePasswordCredentials::getUsername)
                        .orElse(""),
                this::password,
                new ProjectionStore.Tls(mode(tls), certificateFile(directory)));
    }

    /** Asked with each connection. That credentials are missing is said by the database's state and stops no journal. */
    private String password() {
        return credentials()
                .orElseThrow(() -> new IllegalStateException(Messages.PostgresLedgerStore_NoCredentials(credentialsId)))
                .getPassword()
                .getPlainText();
    }

    /** The driver reads certificates from a file. */
    private Path certificateFile(Path directory) throws IOException {
        if (rootCertificate == null) {
            return null;
        }
        Files.createDirectories(directory);
        return Files.write(directory.resolve(CERTIFICATE_FILE), rootCertificate.getBytes(StandardCharsets.US_ASCII));
    }

    private Optional<StandardUsernamePasswordCredentials> credentials() {
        return credentialsId == null
                ? Optional.empty()
                : Optional.ofNullable(CredentialsMatchers.firstOrNull(
                        CredentialsProvider.lookupCredentialsInItemGroup(
                                StandardUsernamePasswordCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of()),
                        CredentialsMatchers.withId(credentialsId)));
    }

    @Override
    public String getDescription() {
        return Messages.PostgresLedgerStore_Description(host, Integer.toString(port), database);
    }

    @Extension
    @Symbol("postgresql")
    public static final class DescriptorImpl extends Descriptor<LedgerStore> {

        private static final int MAX_PORT = 65_535;

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.PostgresLedgerStore_DisplayName();
        }

        /** The user names with passwords that the controller has. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            StandardListBoxModel items = new StandardListBoxModel();
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return items.includeCurrentValue(credentialsId);
            }
            List<DomainRequirement> anywhere = List.of();
            return items.includeEmptyValue()
                    .includeMatchingAs(
                            ACL.SYSTEM2,
                            Jenkins.get(),
                            StandardUsernamePasswordCredentials.class,
                            anywhere,
                            CredentialsMatchers.always())
                    .includeCurrentValue(credentialsId);
        }

        /** How a connection can be protected. */
        @POST
        public ListBoxModel doFillTlsItems() {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ListBoxModel modes = new ListBoxModel();
            for (ProjectionStore.Tls.Mode mode : ProjectionStore.Tls.Mode.values()) {
                modes.add(mode.label());
            }
            return modes;
        }

        /** Says that a host is needed. */
        @POST
        public FormValidation doCheckHost(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateRequired(value);
        }

        /** Says that a database is needed. */
        @POST
        public FormValidation doCheckDatabase(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateRequired(value);
        }

        /** Says what is wrong with a port. */
        @POST
        public FormValidation doCheckPort(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateIntegerInRange(value, 1, MAX_PORT);
        }

        /** Tries to connect with what the form says, and changes nothing. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String host,
                @QueryParameter int port,
                @QueryParameter String database,
                @QueryParameter String schema,
                @QueryParameter String credentialsId,
                @QueryParameter String tls,
                @QueryParameter String rootCertificate)
                throws IOException {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            Path scratch = Files.createTempDirectory("sprint-delivery");
            try {
                PostgresLedgerStore store = new PostgresLedgerStore(host, database, credentialsId);
                store.setPort(port);
                store.setSchema(schema);
                store.setTls(tls);
                store.setRootCertificate(rootCertificate);
                ((ProjectionStore.Postgres) store.toStore(scratch)).tryToConnect();
                return FormValidation.ok(Messages.PostgresLedgerStore_Connected());
            } catch (IOException | IllegalArgumentException | IllegalStateException e) {
                return FormValidation.error(e.getMessage());
            } finally {
                Files.deleteIfExists(scratch.resolve(CERTIFICATE_FILE));
                Files.delete(scratch);
            }
        }
    }
}
