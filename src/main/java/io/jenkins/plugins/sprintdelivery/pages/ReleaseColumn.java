package io.jenkins.plugins.sprintdelivery.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.views.ListViewColumn;
import hudson.views.ListViewColumnDescriptor;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseBoard;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseRow;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseState;
import io.jenkins.plugins.sprintdelivery.core.board.WaitingRelease;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * What runs where of an item and what its gates say, as a column of list views. One question to the ledger serves all rows
 * of a page; no build is loaded.
 */
public final class ReleaseColumn extends ListViewColumn {

    private static final Logger LOGGER = Logger.getLogger(ReleaseColumn.class.getName());

    @DataBoundConstructor
    public ReleaseColumn() {
        // nothing to choose
    }

    /** The environments of an item, production first; empty where nothing is known or the ledger does not answer. */
    public List<Cell> getCells(Item item) {
        return ofRequest().getOrDefault(item.getFullName(), List.of()).stream()
                .map(Cell::new)
                .toList();
    }

    /** What the column is sorted by: what presses most first, and what is nowhere last. */
    public String getSortKey(List<Cell> cells) {
        return cells.stream()
                .map(cell -> Integer.toString(cell.row.state().ordinal()))
                .min(Comparator.naturalOrder())
                .orElse(Integer.toString(ReleaseState.values().length));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<ReleaseRow>> ofRequest() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        String key = ReleaseColumn.class.getName();
        Map<String, List<ReleaseRow>> known =
                request == null ? null : (Map<String, List<ReleaseRow>>) request.getAttribute(key);
        if (known == null) {
            known = read();
            if (request != null) {
                request.setAttribute(key, known);
            }
        }
        return known;
    }

    private static Map<String, List<ReleaseRow>> read() {
        Map<String, List<ReleaseRow>> rows = new HashMap<>();
        try {
            ReleaseBoard board = new ReleaseBoard(
                    JenkinsLedger.get().queriesOfPage(), Clock.systemUTC(), RootReleases.sceneOfReader());
            board.rows().stream()
                    .sorted(Comparator.<ReleaseRow, Integer>comparing(
                                    row -> -row.environment().tier().ordinal())
                            .thenComparing(row -> row.environment().name()))
                    .forEach(row -> names(row)
                            .forEach(name -> rows.computeIfAbsent(name, unused -> new ArrayList<>())
                                    .add(row)));
        } catch (IOException | LedgerUnavailableException e) {
            // a list of jobs is of use without it
            LOGGER.log(Level.FINE, "The column of releases stays empty", e);
        }
        return rows;
    }

    /** The items whose row it is: its service, and the jobs that deploy it. */
    private static Set<String> names(ReleaseRow row) {
        Set<String> names = new HashSet<>();
        names.add(row.service());
        add(row.build(), names);
        row.waiting().stream().map(WaitingRelease::build).forEach(build -> add(build, names));
        return names;
    }

    private static void add(BuildReference build, Set<String> names) {
        if (build != null) {
            names.add(build.job());
        }
    }

    /** An environment of an item. */
    public static final class Cell {

        private final ReleaseRow row;

        Cell(ReleaseRow row) {
            this.row = row;
        }

        public String getEnvironment() {
            return row.environment().name();
        }

        /** The version that runs there, or empty. */
        public String getVersion() {
            return row.version() == null ? "" : row.version();
        }

        /** How it stands, in words. */
        public String getState() {
            return words(row.state());
        }

        /** The same for styles. */
        public String getMark() {
            return row.state().toString();
        }

        /** The row on the page of releases, relative to the root. */
        public String getUrl() {
            Environment environment = row.environment();
            return "sprint-releases/?service=" + encoded(row.service()) + "&environment=" + encoded(environment.name());
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        private static String words(ReleaseState state) {
            return switch (state) {
                case WAITING -> Messages.ReleaseState_Waiting();
                case FROZEN -> Messages.ReleaseState_Frozen();
                case FAILED -> Messages.ReleaseState_Failed();
                case INCONCLUSIVE -> Messages.ReleaseState_Inconclusive();
                case WARNED -> Messages.ReleaseState_Warned();
                case OVERRIDDEN -> Messages.ReleaseState_Overridden();
                case PASSED -> Messages.ReleaseState_Passed();
                case NONE -> Messages.ReleaseState_None();
            };
        }
    }

    @Extension
    @Symbol("sprintReleases")
    public static final class DescriptorImpl extends ListViewColumnDescriptor {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReleaseColumn_DisplayName();
        }

        /** A column that not everybody needs is asked for. */
        @Override
        public boolean shownByDefault() {
            return false;
        }
    }
}
