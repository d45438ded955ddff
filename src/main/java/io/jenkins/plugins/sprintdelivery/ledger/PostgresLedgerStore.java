package io.jenkins.plugins.sprintdelivery.ledger;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A PostgreSQL database, which several controllers may share. */
public final class PostgresLedgerStore extends LedgerStore {

    /** The port that PostgreSQL listens on by itself. */
    static final int DEFAULT_PORT = 5432;

    private static final int MAX_PORT = 65_535;

    private final String host;
    private final String database;
    private final String credentialsId;
    private int port = DEFAULT_PORT;
    private String schema;
    private String tls;
    private String rootCertificate;

    /**
     * @param credentialsId a user name with its password, in the store of the whole controller
     */
    @DataBoundConstructor
    public PostgresLedgerStore(String host, String database, String credentialsId) {
        this.host = Util.fixNull(host).trim();
        this.database = Util.fixNull(database).trim();
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }
