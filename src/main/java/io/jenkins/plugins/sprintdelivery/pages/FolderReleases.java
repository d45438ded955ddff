package io.jenkins.plugins.sprintdelivery.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.TopLevelItem;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.release.ReaderScene;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** The releases of the jobs in a folder that the user may read. */
public final class FolderReleases extends ReleasePage {

    private final Item folder;

    FolderReleases(Item folder) {
        super(folder, Item.READ);
        this.folder = folder;
    }

    /** Where the page is. */
    public Item getItem() {
        return folder;
    }

    @Override
    protected ReleaseScene scene() {
        return ReaderScene.below(folder.getFullName());
    }

    @Override
    public String getBoard() {
        return "../sprint-delivery/";
    }

    /** Adds the page to folders and to whatever else holds jobs. */
    @Extension
    public static final class Factory extends TransientActionFactory<TopLevelItem> {

        @Override
        public Class<TopLevelItem> type() {
            return TopLevelItem.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return FolderReleases.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull TopLevelItem target) {
            return target instanceof ItemGroup ? List.of(new FolderReleases(target)) : List.of();
        }
    }
}
