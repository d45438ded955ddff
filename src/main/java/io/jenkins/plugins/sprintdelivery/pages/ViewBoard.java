package io.jenkins.plugins.sprintdelivery.pages;

import hudson.model.Item;
import hudson.model.TopLevelItem;
import hudson.model.View;
import hudson.security.Permission;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseScene;
import io.jenkins.plugins.sprintdelivery.core.board.SomeServices;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.release.ReaderScene;
import io.jenkins.plugins.sprintdelivery.tracker.JenkinsTrackers;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The board of the jobs in a view that the user may read. */
public final class ViewBoard extends BoardPage {

    private final View view;

    ViewBoard(View view) {
        super(view, View.READ);
        this.view = view;
    }

    /** Where the page is. */
    public View getView() {
        return view;
    }

    /** The names of what is in the view and may be read. */
    static List<String> names(View view) {
        return view.getItems().stream().map(TopLevelItem::getFullName).toList();
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
        Set<String> services = new TreeSet<>();
        Collection<TopLevelItem> items = view.getItems();
        items.forEach(item -> ItemBoard.addServices(item, permission, services));
        return new SomeServices(
                ledger, services, tracker -> items.stream().anyMatch(item -> JenkinsTrackers.holdsFor(item, tracker)));
    }

    @Override
    protected ReleaseScene scene() {
        return ReaderScene.below(names(view));
    }

    @Override
    public String getUrlName() {
        return "view-delivery";
    }

    @Override
    public String getReleases() {
        return "../view-releases/";
    }
}
