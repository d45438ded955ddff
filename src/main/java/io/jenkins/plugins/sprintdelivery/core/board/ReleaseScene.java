package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.util.List;

/** What the ledger does not know of releases: what one reader may see, what waits, and when nothing may be released. */
public interface ReleaseScene {

    /** All that a ledger read at a prompt has: everything is seen, nothing waits, no freeze is known. */
    ReleaseScene LEDGER_ALONE = new ReleaseScene() {
        @Override
        public boolean sees(BuildReference build) {
            return true;
        }

        @Override
        public List<WaitingRelease> waiting() {
            return List.of();
        }

        @Override
        public List<FreezePeriod> freezes(String service, Environment environment, BuildReference build) {
            return List.of();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    };

    /**
     * Whether the reader may see what a build did.
     *
     * @param build the build, or null where it is not known
     */
    boolean sees(BuildReference build);

    /** The releases that wait and that the reader may see. */
    List<WaitingRelease> waiting();

    /**
     * The freezes that a release meets now or soon, in the order they begin.
     *
     * @param build the build that waits to release it, or did so last, or null
     */
    List<FreezePeriod> freezes(String service, Environment environment, BuildReference build);

    /** What could not be told, in words; complete once the other questions were answered. */
    List<String> problems();
}
