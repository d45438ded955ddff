package io.jenkins.plugins.sprintdelivery.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.TopLevelItem;
import hudson.security.Permission;
import io.jenkins.plugins.sprintdelivery.build.BuildFacts;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.core.board.SomeServices;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.release.ReaderScene;
import io.jenkins.plugins.sprintdelivery.tracker.JenkinsTrackers;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.TransientActionFactory;

/** The board of a job, or of the jobs in a folder that the user may read: what their services have delivered. */
public final class ItemBoard extends BoardPage {

    private final Item item;

    ItemBoard(Item item) {
        super(item, Item.READ);
        this.item = item;
    }

    /** Where the page is. */
    public Item getItem() {
        return item;
    }

    @Override
    protected LedgerQueries seen(LedgerQueries ledger) {
        return services(ledger, Item.READ);
    }

    @Override
    protected LedgerQueries recordable(LedgerQueries ledger) {
        return services(ledger, RECORD);
    }

    private LedgerQueries services(LedgerQueries ledger, Permission permission) {
        return new SomeServices(ledger, services(permission), tracker -> JenkinsTrackers.holdsFor(item, tracker));
    }

    @Override
    protected ReleaseScene scene() {
        return ReaderScene.below(item.getFullName());
    }

    @Override
    public String getReleases() {
        return item instanceof ItemGroup ? "../sprint-releases/" : null;
    }

    private Set<String> services(Permission permission) {
        Set<String> services = new TreeSet<>();
        addServices(item, permission, services);
        return services;
    }

    /** Adds the services of a job, or of the jobs below a folder, that the user may read and do this to. */
    static void addServices(Item item, Permission permission, Set<String> services) {
        if (item instanceof Job<?, ?> job) {
            if (job.hasPermission(permission)) {
                services.add(service(job));
            }
        } else if (item instanceof ItemGroup<?> group) {
            // asks for the permission to read each
            group.getAllItems(Job.class, job -> job.hasPermission(permission))
                    .forEach(job -> services.add(service(job)));
        }
    }

    private static String service(Job<?, ?> job) {
        return BuildFacts.service(job, EffectiveSettings.of(job, null));
    }

    /** Adds the board to jobs and folders. */
    @Extension
    public static final class Factory extends TransientActionFactory<TopLevelItem> {

        @Override
        public Class<TopLevelItem> type() {
            return TopLevelItem.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return ItemBoard.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull TopLevelItem target) {
            return target instanceof Job || target instanceof ItemGroup ? List.of(new ItemBoard(target)) : List.of();
        }
    }
}
