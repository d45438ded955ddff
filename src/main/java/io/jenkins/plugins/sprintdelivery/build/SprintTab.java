package io.jenkins.plugins.sprintdelivery.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.Messages;
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
