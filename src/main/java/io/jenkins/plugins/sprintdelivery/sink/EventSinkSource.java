package io.jenkins.plugins.sprintdelivery.sink;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.SecretText;
import io.jenkins.plugins.sprintdelivery.core.export.CdEvents;
import io.jenkins.plugins.sprintdelivery.core.sink.ContentMode;
import io.jenkins.plugins.sprintdelivery.core.sink.EventSink;
import io.jenkins.plugins.sprintdelivery.core.sink.SinkSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Locale;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One receiver of CDEvents, as a form describes it. Its secret stays in the Credentials plugin. */
public final class EventSinkSource extends AbstractDescribableImpl<EventSinkSource> {

    private static final String USUAL_MODE = ContentMode.BINARY.toString();

    private final String name;
    private final String url;
    private String mode;
    private String credentialsId;

    /**
     * A receiver.
     *
     * @param name what the ledger calls it
     * @param url where events are posted
     * @throws FormException if one of them is wrong, in words
     */
    @DataBoundConstructor
    public EventSinkSource(String name, String url) throws FormException {
        this.name = Util.fixNull(name).strip();
        this.url = Util.fixNull(url).strip();
        try {
            toSettings();
        } catch (IllegalArgumentException wrong) {
            throw new FormException(wrong.getMessage(), wrong, SinkSettings.isName(this.name) ? "url" : "name");
        }
    }

    public String getName() {
        return name;
    }

    public String getUrl() {
        return url;
    }

    /** How an event lies in the request, a label of {@link ContentMode}, or null for binary. */
    public String getMode() {
        return mode;
    }

    @DataBoundSetter
    public void setMode(String mode) {
        String given = Util.fixEmptyAndTrim(mode);
        this.mode = given == null || given.toLowerCase(Locale.ROOT).equals(USUAL_MODE) ? null : given;
    }

    /** The secret text that goes along as a bearer token, or null for none. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /**
     * The core's settings of it.
     *
     * @throws IllegalArgumentException if something is wrong, in words
     */
    SinkSettings toSettings() {
        return SinkSettings.of(name, url, mode == null ? USUAL_MODE : mode);
    }

    /**
     * The receiver, by the proxy that Jenkins uses; one that nothing can be sent to where the credentials are not there.
     *
     * @throws IllegalArgumentException if something is wrong, in words
     */
    EventSink open() {
        SinkSettings settings = toSettings();
        try {
            HttpClient client = ProxyConfiguration.newHttpClientBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            return EventSink.open(settings, secret(), client, EventSink.LIMITS, Clock.systemUTC());
        } catch (IllegalArgumentException noSecret) {
            return EventSink.unusable(settings, noSecret.getMessage());
        }
    }

    private Secret secret() {
        if (credentialsId == null) {
            return null;
        }
        return SecretText.find(credentialsId)
                .map(found -> Secret.of(found.getPlainText()))
                .orElseThrow(() -> new IllegalArgumentException(Messages.EventSinkSource_NoCredentials(credentialsId)));
    }

    @Extension
    @Symbol("eventSink")
    public static final class DescriptorImpl extends Descriptor<EventSinkSource> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EventSinkSource_DisplayName();
        }

        /** The content modes. */
        @POST
        public ListBoxModel doFillModeItems() {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ListBoxModel modes = new ListBoxModel();
            for (ContentMode mode : ContentMode.values()) {
                modes.add(mode.toString());
            }
            return modes;
        }

        /** Secret texts; who may not configure sees only the one that is set. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return SecretText.choices(credentialsId);
        }

        /** Says what the name lacks. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return check(Util.fixNull(value), "https://localhost/", null);
        }

        /** Says what is wrong with the address, and that a secret would be seen on its way. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value, @QueryParameter String credentialsId) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return check("sink", Util.fixNull(value), Util.fixEmptyAndTrim(credentialsId));
        }

        private static FormValidation check(String name, String url, String credentialsId) {
            try {
                SinkSettings settings = new EventSinkSource(name, url).toSettings();
                return credentialsId != null && settings.isInTheOpen()
                        ? FormValidation.warning(Messages.EventSinkSource_InTheOpen())
                        : FormValidation.ok();
            } catch (FormException wrong) {
                return FormValidation.error(wrong.getMessage());
            }
        }

        /** Sends an event that says nothing but that it was sent. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String name,
                @QueryParameter String url,
                @QueryParameter String mode,
                @QueryParameter String credentialsId) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            try {
                EventSinkSource source = new EventSinkSource(name, url);
                source.setMode(mode);
                source.setCredentialsId(credentialsId);
                source.open()
                        .send(new CdEvents(JenkinsLedger.source())
                                .test(source.getName(), Clock.systemUTC().instant()));
                return FormValidation.ok(Messages.EventSinkSource_Taken());
            } catch (FormException | IllegalArgumentException | TrackerException problem) {
                return FormValidation.error(problem.getMessage());
            }
        }
    }
}
