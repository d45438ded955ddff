package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.BuildBadgeAction;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import tools.jackson.core.JacksonException;

/**
 * Keeps a build's {@link BuildTag} in its {@code build.xml}, as one line of JSON: the tag is small, frozen and
 * versioned by the same tolerant reader as the ledger's events, so that it outlives any change of the classes. Its page
 * needs no query and no other build. Thread-safe.
 */
@ExportedBean
public final class SprintTagAction implements RunAction2, BuildBadgeAction {

    private static final Logger LOGGER = Logger.getLogger(SprintTagAction.class.getName());

    private String json;

    /** The commits of a first build, which only its workspace knew; null where change logs know them. */
    private ArrayList<String> firstCommits;

    /** Whether somebody looked for tickets, so that there are none where none is kept. */
    private boolean ticketsRead;

    private transient BuildTag tag;
    private transient Run<?, ?> run;
    private transient DeliverySettings repositorySettings;
    private transient boolean repositoryAsked;

    private SprintTagAction() {
        tag = BuildTag.EMPTY;
        json = Json.mapper().writeValueAsString(tag);
    }

    /** The action of a build, or nothing where the build is not tagged. */
    public static Optional<SprintTagAction> find(Run<?, ?> run) {
        // the persisted actions alone: asking for all would ask the factories, which ask this
        return run.getActions().stream()
                .filter(SprintTagAction.class::isInstance)
                .map(SprintTagAction.class::cast)
                .findFirst();
    }

    /** The action of a build, added where it has none yet. */
    public static SprintTagAction of(Run<?, ?> run) {
        synchronized (run) {
            return find(run).orElseGet(() -> {
                SprintTagAction added = new SprintTagAction();
                run.addAction(added);
                return added;
            });
        }
    }

    /** What the build carries. */
    public synchronized BuildTag tag() {
        return tag;
    }

    /**
     * Changes what the build carries, and saves the build.
     *
     * @throws IOException if the build cannot be saved; the change holds in memory
     */
    public void update(UnaryOperator<BuildTag> change) throws IOException {
        synchronized (this) {
            BuildTag changed = change.apply(tag);
            if (changed.equals(tag)) {
                return;
            }
            tag = changed;
            json = Json.mapper().writeValueAsString(changed);
        }
        run.save();
    }

    /** The settings of the repository that the build checked out, or null. May read a file the first time. */
    public synchronized DeliverySettings repositorySettings() {
        if (!repositoryAsked) {
            repositoryAsked = true;
            repositorySettings = KeptSettings.read(run);
        }
        return repositorySettings;
    }

    /**
     * Remembers and keeps the settings of the first repository that has any.
     *
     * @param text what the file says, or null where there is none
     * @param settings the same, or null
     */
    public synchronized void rememberRepositorySettings(String text, DeliverySettings settings) {
        if (settings != null && repositorySettings() == null) {
            repositorySettings = settings;
            KeptSettings.write(run, text);
        }
    }

    /** Whether somebody looked for tickets, so that the build carries none where none is kept. */
    public synchronized boolean areTicketsRead() {
        return ticketsRead || !tag.findings().tickets().isEmpty();
    }

    /** Somebody looked for tickets; it is saved with the next {@link #update}, or with the build. */
    synchronized void ticketsWereRead() {
        ticketsRead = true;
    }

    /** The ids of commits that no change log of the build has. */
    synchronized List<String> firstCommits() {
        return firstCommits == null ? List.of() : List.copyOf(firstCommits);
    }

    /** Keeps commits that no change log of the build has; they are saved with the next {@link #update}. */
    synchronized void keepFirstCommits(List<String> ids) {
        if (!ids.isEmpty()) {
            firstCommits = new ArrayList<>(ids);
        }
    }

    /** The build. */
    public Run<?, ?> getRun() {
        return run;
    }

    /** The tag for the views. */
    public TagView getView() {
        return new TagView(tag(), run);
    }

    @Exported
    public String getSprintId() {
        return sprint().map(Sprint::id).orElse(null);
    }

    @Exported
    public String getSprintName() {
        return sprint().map(Sprint::name).orElse(null);
    }

    @Exported
    public List<String> getTickets() {
        return tag().findings().keys();
    }

    @Exported(inline = true)
    public List<TagView.ExportedDeployment> getDeployments() {
        return tag().deployments().stream().map(TagView.ExportedDeployment::new).toList();
    }

    @Exported(inline = true)
    public List<TagView.ExportedGate> getGates() {
        return tag().gates().stream().map(TagView.ExportedGate::new).toList();
    }

    private Optional<Sprint> sprint() {
        return Optional.ofNullable(tag().stamp()).map(stamp -> stamp.sprint());
    }

    @Override
    public void onAttached(Run<?, ?> attachedTo) {
        run = attachedTo;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        run = loaded;
    }

    private synchronized Object readResolve() {
        tag = BuildTag.EMPTY;
        try {
            tag = Objects.requireNonNullElse(Json.mapper().readValue(json, BuildTag.class), BuildTag.EMPTY);
        } catch (JacksonException | IllegalArgumentException e) {
            LOGGER.log(
                    Level.WARNING,
                    "The sprint tag of a build cannot be read and is shown as empty: {0}",
                    e.getMessage());
        }
        return this;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
