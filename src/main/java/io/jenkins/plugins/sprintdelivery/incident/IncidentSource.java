package io.jenkins.plugins.sprintdelivery.incident;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Descriptor.FormException;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.SecretText;
import io.jenkins.plugins.sprintdelivery.core.incident.IncidentFormat;
import io.jenkins.plugins.sprintdelivery.core.incident.IncidentRules;
import io.jenkins.plugins.sprintdelivery.core.incident.WebhookSecret;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One system that reports incidents, as a form describes it. Its secret stays in the Credentials plugin. */
public final class IncidentSource extends AbstractDescribableImpl<IncidentSource> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String DEFAULT_ENVIRONMENT = "production";

    private final String name;
    private final String format;
    private final String credentialsId;
    private String environment;
    private String services;
    private String environments;

    /**
     * A source.
     *
     * @param name a part of the address that the system calls
     * @param format who writes the messages, a label of {@link IncidentFormat}
     * @param credentialsId the secret that the system knows, as secret text
     * @throws FormException if name or format is none, in words
     */
    @DataBoundConstructor
    public IncidentSource(String name, String format, String credentialsId) throws FormException {
        this.name = Util.fixNull(name).strip();
        this.format = Util.fixNull(format).strip();
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
        if (!isName(this.name)) {
            throw new FormException(Messages.IncidentSource_BadName(), "name");
        }
        try {
            toFormat();
        } catch (IllegalArgumentException wrong) {
            throw new FormException(wrong.getMessage(), wrong, "format");
        }
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public String getName() {
        return name;
    }

    public String getFormat() {
        return format;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    /** Where an incident is that names no environment, or null for production. */
    public String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    /** What names of services stand for, a line {@code name=service} each, or null. */
    public String getServices() {
        return services;
    }

    @DataBoundSetter
    public void setServices(String services) throws FormException {
        this.services = checked(services, "services");
    }

    /** Likewise for environments. */
    public String getEnvironments() {
        return environments;
    }

    @DataBoundSetter
    public void setEnvironments(String environments) throws FormException {
        this.environments = checked(environments, "environments");
    }

    private static String checked(String text, String field) throws FormException {
        try {
            names(text);
            return Util.fixEmptyAndTrim(text);
        } catch (IllegalArgumentException wrong) {
            throw new FormException(wrong.getMessage(), wrong, field);
        }
    }

    /**
     * How the messages are read.
     *
     * @throws IllegalArgumentException if the format is none, in words
     */
    IncidentFormat toFormat() {
        return IncidentFormat.parse(format);
    }

    /**
     * How names in the messages become the ledger's.
     *
     * @param tiers gives an environment's name its tier
     * @throws IllegalArgumentException if a line of the names is wrong, in words
     */
    IncidentRules toRules(Function<String, Environment> tiers) {
        return IncidentRules.DEFAULT
                .naming(names(services), names(environments))
                .in(environment == null ? DEFAULT_ENVIRONMENT : environment, tiers);
    }

    /**
     * What the system has to know, or nothing where the credentials are not there.
     *
     * @throws IllegalArgumentException if the secret is too short
     */
    Optional<WebhookSecret> secret() {
        return secret(credentialsId);
    }

    private static Optional<WebhookSecret> secret(String credentialsId) {
        return SecretText.find(credentialsId).map(found -> new WebhookSecret(found.getPlainText()));
    }

    private static Map<String, String> names(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        int number = 0;
        for (String line : Util.fixNull(text).split("\\R")) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            int equals = line.indexOf('=');
            String left = equals < 0 ? "" : line.substring(0, equals).strip();
            String right = line.substring(equals + 1).strip();
            if (left.isEmpty() || right.isEmpty()) {
                throw new IllegalArgumentException(Messages.IncidentSource_Line(number, line.strip()));
            }
            names.put(left, right);
        }
        return names;
    }

    @Extension
    @Symbol("incidentSource")
    public static final class DescriptorImpl extends Descriptor<IncidentSource> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.IncidentSource_DisplayName();
        }

        /** The formats. */
        @POST
        public ListBoxModel doFillFormatItems() {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ListBoxModel formats = new ListBoxModel();
            for (IncidentFormat format : IncidentFormat.values()) {
                formats.add(format.toString());
            }
            return formats;
        }

        /** Secret texts; who may not configure sees only the one that is set. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return SecretText.choices(credentialsId);
        }

        /** Says which address to give to the system. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String name = Util.fixNull(value).strip();
            if (!isName(name)) {
                return FormValidation.error(Messages.IncidentSource_BadName());
            }
            String root = Util.fixNull(Jenkins.get().getRootUrl());
            return FormValidation.ok(Messages.IncidentSource_Address(root + IncidentWebhook.URL + "/" + name));
        }

        /** Says that a secret is missing or too short. */
        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            try {
                return secret(value).isPresent()
                        ? FormValidation.ok()
                        : FormValidation.error(Messages.IncidentSource_NoSecret());
            } catch (IllegalArgumentException tooShort) {
                return FormValidation.error(tooShort.getMessage());
            }
        }

        /** Says which line of the names is wrong. */
        @POST
        public FormValidation doCheckServices(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return checkNames(value);
        }

        /** Says which line of the names is wrong. */
        @POST
        public FormValidation doCheckEnvironments(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return checkNames(value);
        }

        private static FormValidation checkNames(String text) {
            try {
                names(text);
                return FormValidation.ok();
            } catch (IllegalArgumentException wrong) {
                return FormValidation.error(wrong.getMessage());
            }
        }
    }
}
