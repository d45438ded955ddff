package io.jenkins.plugins.sprintdelivery.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.gates.FreezesAhead;
import java.util.Collection;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;

/** The build's page about its sprint: a tab and a card on the new build page, a link at the side of the classic one. */
public final class SprintTab extends Tab {

    private final SprintTagAction action;

    SprintTab(Run<?, ?> run, SprintTagAction action) {
        super(run);
        this.action = action;
    }

    public TagView getView() {
        return action.getView();
    }

    /** The freezes that releases of the job meet now and soon. */
    public FreezesAhead getFreezes() {
        EffectiveSettings settings = settings();
        return FreezesAhead.of(settings, BuildFacts.service(action.getRun().getParent(), settings));
    }

    private EffectiveSettings settings() {
        return EffectiveSettings.of(action.getRun().getParent(), action.repositorySettings());
    }

    /** How far its tickets have come and what it would change. Asks the ledger, so that the page fetches it afterwards. */
    public BuildProgress getProgress() {
        return BuildProgress.of(action.getRun(), settings());
    }

    /** Where one can see what a policy would say of the build. It is for who may build the job. */
    public GateSandbox getSandbox() {
        return new GateSandbox(action.getRun());
    }

    /** Whether the one who looks may use the sandbox. */
    public boolean isSandboxOpen() {
        return action.getRun().getParent().hasPermission(Item.BUILD);
    }

    @Override
    public String getIconFileName() {
        return "symbol-flag-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.SprintTab_DisplayName();
    }

    @Override
    public String getUrlName() {
        return "sprint";
    }

    /** Adds the tab to builds that are tagged. */
    @Extension
    public static final class Factory extends TransientActionFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return SprintTab.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Run target) {
            return SprintTagAction.find((Run<?, ?>) target).stream()
                    .map(action -> new SprintTab((Run<?, ?>) target, action))
                    .toList();
        }
    }
}
