package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A release that waits at a gate, as one reader sees it.
 *
 * @param id the gate's
 * @param service what is to be released
 * @param environment where to
 * @param version which version, or null
 * @param build the build that waits, with the address of its page
 * @param sprint the build's sprint, or null
 * @param tickets how many tickets the build carries, or null where nobody looked for them
 * @param policy the policy that holds it up
 * @param verdict what the gate said last
 * @param since when it began to wait
 * @param deadline when it ends
 * @param open what it waits for, in words
 * @param approvers what approvals the policy asks for, in words; empty where it asks for none
 * @param approve whether the reader may approve
 * @param override whether the reader may override
 * @param forYou whether it waits for something that the reader may give: an approval, or agreement to an override
 */
public record WaitingRelease(
        String id,
        String service,
        Environment environment,
        String version,
        BuildReference build,
        Sprint sprint,
        Integer tickets,
        String policy,
        Verdict verdict,
        Instant since,
        Instant deadline,
        List<String> open,
        List<String> approvers,
        Act approve,
        Act override,
        boolean forYou) {

    /** The nearest deadline first. */
    static final Comparator<WaitingRelease> NEAREST_FIRST =
            Comparator.comparing(WaitingRelease::deadline).thenComparing(WaitingRelease::id);

    public WaitingRelease {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(build, "build");
        open = List.copyOf(open);
        approvers = List.copyOf(approvers);
    }

    /**
     * Whether the reader may do something.
     *
     * @param allowed whether they may
     * @param why why not, in words, or null where they may
     */
    public record Act(boolean allowed, String why) {

        /** They may. */
        public static final Act ALLOWED = new Act(true, null);

        /** They may not. */
        public static Act refused(String why) {
            return new Act(false, Objects.requireNonNull(why, "why"));
        }
    }
}
