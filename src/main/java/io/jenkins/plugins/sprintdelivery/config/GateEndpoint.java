package io.jenkins.plugins.sprintdelivery.config;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.sprintdelivery.Messages;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * An address that gates may ask, with everything below it. Policies stand in repositories, so that only an administrator
 * says which addresses the controller asks for them, and with whose credentials.
 */
public final class GateEndpoint extends AbstractDescribableImpl<GateEndpoint> {

    private final String url;
    private String credentialsId;

    /**
     * @param url the address, of http or https, as in {@code https://quality.example.com/api/}
     */
    @DataBoundConstructor
    public GateEndpoint(String url) throws FormException {
        this.url = Util.fixNull(url).trim();
        try {
            parse(this.url);
        } catch (IllegalArgumentException e) {
            throw new FormException(e, "url");
        }
    }

    public String getUrl() {
        return url;
    }

    /** The credentials it is asked with, user and password or a token, or null for none. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Whether the address is this one or one below it. */
    public boolean covers(URI address) {
        URI own = parse(url);
        String path = path(own);
        String directory = path.endsWith("/") ? path : path + "/";
        return own.getScheme().equalsIgnoreCase(address.getScheme())
                && own.getHost().equalsIgnoreCase(address.getHost())
                && port(own) == port(address)
                && address.getRawUserInfo() == null
                && staysWhereItIs(address)
                && (path(address).equals(path) || path(address).startsWith(directory));
    }

    /**
     * What the header {@code Authorization} says, or nothing where there are no credentials.
     *
     * @throws IllegalStateException if the credentials are gone
     */
    public Optional<Secret> authorization() {
        if (credentialsId == null) {
            return Optional.empty();
        }
        StandardCredentials credentials =
                CredentialsMatchers.firstOrNull(all(), CredentialsMatchers.withId(credentialsId));
        if (credentials instanceof StringCredentials token) {
            return Optional.of(Secret.fromString("Bearer " + token.getSecret().getPlainText()));
        }
        if (credentials instanceof StandardUsernamePasswordCredentials user) {
            byte[] pair =
                    (user.getUsername() + ":" + user.getPassword().getPlainText()).getBytes(StandardCharsets.UTF_8);
            return Optional.of(Secret.fromString("Basic " + Base64.getEncoder().encodeToString(pair)));
        }
        throw new IllegalStateException(Messages.GateEndpoint_NoCredentials(credentialsId, url));
    }

    private static List<StandardCredentials> all() {
        return CredentialsProvider.lookupCredentialsInItemGroup(
                StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
    }

    private static URI parse(String text) {
        try {
            URI uri = new URI(text);
            String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && staysWhereItIs(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(Messages.GateEndpoint_NoAddress(text));
    }

    /** Whether the path means what it says: no dots or escapes that a server could take for a way up. */
    private static boolean staysWhereItIs(URI uri) {
        String path = path(uri).toLowerCase(Locale.ROOT);
        return uri.normalize().equals(uri)
                && !path.contains("%2e")
                && !path.contains("%2f")
                && !path.contains("%5c")
                && !path.contains("..");
    }

    private static String path(URI uri) {
        String path = Util.fixNull(uri.getRawPath());
        return path.isEmpty() ? "/" : path;
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    @Extension
    @Symbol("gateEndpoint")
    public static final class DescriptorImpl extends Descriptor<GateEndpoint> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.GateEndpoint_DisplayName();
        }

        /** Says what is wrong with the address. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            try {
                parse(Util.fixNull(value).trim());
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /** The credentials to choose from; to anybody but an administrator, the one that is chosen. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return new StandardListBoxModel().includeCurrentValue(credentialsId);
            }
            return new StandardListBoxModel()
                    .includeEmptyValue()
                    .includeMatchingAs(
                            ACL.SYSTEM2,
                            Jenkins.get(),
                            StandardCredentials.class,
                            List.of(),
                            CredentialsMatchers.anyOf(
                                    CredentialsMatchers.instanceOf(StringCredentials.class),
                                    CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class)))
                    .includeCurrentValue(credentialsId);
        }
    }
}
