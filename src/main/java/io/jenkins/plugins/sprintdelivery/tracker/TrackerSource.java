package io.jenkins.plugins.sprintdelivery.tracker;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.HttpResponses;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.WriteBack;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.ConnectionTest;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.Diagnosis;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One tracker site as a form describes it. Its secret stays in the Credentials plugin. */
public final class TrackerSource extends AbstractDescribableImpl<TrackerSource> {

    /** What stands between a board's id and its name in the chooser. */
    private static final String ID_AND_NAME = " — ";

    private static final int MAX_OFFERED = 50;

    private final String name;
    private final String type;
    private String url;
    private String credentialsId;
    private String board;
    private String keys;
    private String options;
    private String webhookCredentialsId;
    private String write;
    private String writeCredentialsId;

    @DataBoundConstructor
    public TrackerSource(String name, String type) {
        this.name = Util.fixNull(name).strip();
        this.type = Util.fixNull(type).strip();
    }

    /** What people call the site. */
    public String getName() {
        return name;
    }

    /** Which tracker it is, as in the settings file. */
    public String getType() {
        return type;
    }

    /** Where the API begins, or null for the type's default. */
    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    /** The token, as secret text or as user name and password. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The board whose sprints hold, or null. */
    public String getBoard() {
        return board;
    }

    @DataBoundSetter
    public void setBoard(String board) {
        this.board = idOf(board);
    }

    /** The prefixes of the ticket keys that are this site's, separated by commas or spaces. */
    public String getKeys() {
        return keys;
    }

    @DataBoundSetter
    public void setKeys(String keys) {
        this.keys = Util.fixEmptyAndTrim(keys);
    }

    /** What only this type needs, in the format of the settings file. */
    public String getOptions() {
        return options;
    }

    @DataBoundSetter
    public void setOptions(String options) {
        this.options = Util.fixEmptyAndTrim(options);
    }

    /** What the site's webhook signs its calls with, or null where it has none. */
    public String getWebhookCredentialsId() {
        return webhookCredentialsId;
    }

    @DataBoundSetter
    public void setWebhookCredentialsId(String webhookCredentialsId) {
        this.webhookCredentialsId = Util.fixEmptyAndTrim(webhookCredentialsId);
    }

    /** What is written to the site, in the words of {@link WriteBack}, or null for nothing. */
    public String getWrite() {
        return write;
    }

    @DataBoundSetter
    public void setWrite(String write) {
        this.write = Util.fixEmptyAndTrim(write);
    }

    /** What is written with where that is not the token, or null. */
    public String getWriteCredentialsId() {
        return writeCredentialsId;
    }

    @DataBoundSetter
    public void setWriteCredentialsId(String writeCredentialsId) {
        this.writeCredentialsId = Util.fixEmptyAndTrim(writeCredentialsId);
    }

    private static Set<WriteBack> writes(String words) {
        return words(words).map(WriteBack::parse).collect(Collectors.toSet());
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(Util.fixNull(text).split("[,\\s]+")).filter(word -> !word.isEmpty());
    }

    private static String idOf(String chosen) {
        String given = Util.fixEmptyAndTrim(chosen);
        return given == null || !given.contains(ID_AND_NAME)
                ? given
                : given.substring(0, given.indexOf(ID_AND_NAME)).strip();
    }

    /**
     * The core's settings of the site.
     *
     * @param user who the secret belongs to, or null
     * @param writeClient who the secret to write with belongs to, or null
     * @throws IllegalArgumentException in words, if something is wrong or missing
     * @throws SettingsException if the options cannot be used
     */
    SiteSettings toSettings(String user, String writeClient) {
        TrackerType kind = SettingsReader.trackerType(type, Util.fixNull(options), Messages.TrackerSource_Options());
        return new SiteSettings(
                name,
                kind,
                url == null ? null : URI.create(url),
                user,
                board,
                words(keys).collect(Collectors.toSet()),
                writes(write),
                writeClient);
    }

    @Extension
    @Symbol("tracker")
    public static final class DescriptorImpl extends Descriptor<TrackerSource> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.TrackerSource_DisplayName();
        }

        /** The types of trackers. */
        @POST
        public ListBoxModel doFillTypeItems(@AncestorInPath Item item) {
            FormAccess.check(item);
            ListBoxModel types = new ListBoxModel();
            SettingsReader.trackerTypes().forEach(types::add);
            return types;
        }

        /** Tokens that may be used here; who may not configure sees only the one that is set. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String url, @QueryParameter String credentialsId) {
            StandardListBoxModel model = new StandardListBoxModel();
            if (!FormAccess.has(item)) {
                return model.includeCurrentValue(credentialsId);
            }
            return model.includeEmptyValue()
                    .includeMatchingAs(
                            ACL.SYSTEM2,
                            item,
                            StandardCredentials.class,
                            URIRequirementBuilder.fromUri(Util.fixNull(url)).build(),
                            found -> found instanceof StringCredentials
                                    || found instanceof StandardUsernamePasswordCredentials)
                    .includeCurrentValue(credentialsId);
        }

        /** Secrets of webhooks, the same way. */
        @POST
        public ListBoxModel doFillWebhookCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String webhookCredentialsId) {
            return doFillCredentialsIdItems(item, "", webhookCredentialsId);
        }

        /** The boards whose name or id holds what was typed so far, or why there are none to choose from. */
        @POST
        public HttpResponse doSearchBoards(
                @AncestorInPath Item item,
                @QueryParameter String name,
                @QueryParameter String type,
                @QueryParameter String url,
                @QueryParameter String credentialsId,
                @QueryParameter String options,
                @QueryParameter String search) {
            FormAccess.check(item);
            try {
                TrackerSource source = source(name, type, url, credentialsId, null, options);
                JSONArray boards = new JSONArray();
                JenkinsTrackers.get().open(source, item).boards(Util.fixNull(idOf(search))).stream()
                        .limit(MAX_OFFERED)
                        .map(board ->
                                board.name().equals(board.id()) ? board.id() : board.id() + ID_AND_NAME + board.name())
                        .forEach(boards::add);
                return HttpResponses.okJSON(boards);
            } catch (IllegalArgumentException | SettingsException | TrackerException incomplete) {
                return HttpResponses.errorJSON(incomplete.getMessage());
            }
        }

        /** Says which of the words is nothing that can be written. */
        @POST
        public FormValidation doCheckWrite(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            try {
                writes(value);
                return FormValidation.ok();
            } catch (IllegalArgumentException problem) {
                return FormValidation.error(problem.getMessage());
            }
        }

        /** Credentials to write with, the same way as those to read with. */
        @POST
        public ListBoxModel doFillWriteCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String url, @QueryParameter String writeCredentialsId) {
            return doFillCredentialsIdItems(item, url, writeCredentialsId);
        }

        /** Says what is wrong with the options, with line and column. */
        @POST
        public FormValidation doCheckOptions(
                @AncestorInPath Item item, @QueryParameter String type, @QueryParameter String value) {
            FormAccess.check(item);
            try {
                SettingsReader.trackerType(type, Util.fixNull(value), Messages.TrackerSource_Options());
                return FormValidation.ok();
            } catch (IllegalArgumentException | SettingsException problem) {
                return FormValidation.error(problem.getMessage());
            }
        }

        /** Tries the connection, and says in words what works and what does not. */
        @POST
        public FormValidation doTestConnection(
                @AncestorInPath Item item,
                @QueryParameter String name,
                @QueryParameter String type,
                @QueryParameter String url,
                @QueryParameter String credentialsId,
                @QueryParameter String board,
                @QueryParameter String options) {
            FormAccess.check(item);
            try {
                TrackerSource source = source(name, type, url, credentialsId, board, options);
                JenkinsTrackers trackers = JenkinsTrackers.get();
                Diagnosis diagnosis = ConnectionTest.of(trackers.settings(source, item), trackers.open(source, item));
                String steps = String.join("\n", diagnosis.steps());
                return diagnosis.isWell()
                        ? FormValidation.ok(steps)
                        : FormValidation.error(
                                steps.isEmpty()
                                        ? diagnosis.failure().message()
                                        : steps + "\n" + diagnosis.failure().message());
            } catch (IllegalArgumentException | SettingsException problem) {
                return FormValidation.error(problem.getMessage());
            }
        }

        private static TrackerSource source(
                String name, String type, String url, String credentialsId, String board, String options) {
            TrackerSource source = new TrackerSource(Util.fixEmptyAndTrim(name) == null ? type : name, type);
            source.setUrl(url);
            source.setCredentialsId(credentialsId);
            source.setBoard(board);
            source.setOptions(options);
            return source;
        }
    }

    /** Who may ask this form: those who may save it. */
    private static final class FormAccess {

        static boolean has(Item item) {
            return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
        }

        static void check(Item item) {
            if (item == null) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            } else {
                item.checkPermission(Item.CONFIGURE);
            }
        }
    }
}
