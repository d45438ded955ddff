package io.jenkins.plugins.sprintdelivery.pages;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.TransientViewActionFactory;
import hudson.model.View;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.release.ReaderScene;
import java.util.List;

/**
 * The releases of the jobs in a view that the user may read. Its address differs from that of its owner's page, because a
 * view answers to its owner's actions too.
 */
public final class ViewReleases extends ReleasePage {

    private final View view;

    ViewReleases(View view) {
        super(view, View.READ);
        this.view = view;
    }

    /** Where the page is. */
    public View getView() {
        return view;
    }

    @Override
    protected ReleaseScene scene() {
        return ReaderScene.below(ViewBoard.names(view));
    }

    @Override
    public String getDisplayName() {
        return Messages.ViewReleases_DisplayName();
    }

    @Override
    public String getUrlName() {
        return "view-releases";
    }

    @Override
    public String getBoard() {
        return "../view-delivery/";
    }

    /** Adds the page, and the board, to views other than the first one, which is its owner's own. */
    @Extension
    public static final class Factory extends TransientViewActionFactory {

        @Override
        public List<Action> createFor(View target) {
            return target.isDefault() ? List.of() : List.of(new ViewReleases(target), new ViewBoard(target));
        }
    }
}
