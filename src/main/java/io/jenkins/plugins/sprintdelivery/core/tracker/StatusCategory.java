package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a ticket stands, whatever its workflow calls that. */
public enum StatusCategory {
    TO_DO,
    IN_PROGRESS,
    DONE;

    private static final Set<String> DONE_WORDS = Set.of(
            "done", "closed", "complete", "completed", "resolved", "released", "deployed", "shipped", "finished",
            "merged", "accepted", "cancelled", "canceled", "fixed", "live", "archived", "verified");
    private static final Set<String> TO_DO_WORDS = Set.of(
            "todo", "backlog", "open", "opened", "new", "ready", "planned", "proposed", "selected", "icebox", "inbox",
            "next", "pending", "reopened", "triage", "ideas");
    // "not done", "to be released", "ready for closed beta": these say what is still to come
    private static final Set<String> BEFORE_DONE = Set.of("not", "be", "almost", "for", "until");

    /**
     * Reads a status by its words, for trackers that do not say the category: {@code Done}, {@code To do},
     * {@code Ready for test}. What is neither begun nor done by its words is in progress.
     */
    public static StatusCategory ofWords(String status) {
        List<String> words = Pattern.compile("[^\\p{L}]+")
                .splitAsStream(status.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        for (int i = 0; i < words.size(); i++) {
            if (DONE_WORDS.contains(words.get(i)) && (i == 0 || !BEFORE_DONE.contains(words.get(i - 1)))) {
                return DONE;
            }
        }
        boolean toDo = words.size() > 1 && words.get(0).equals("to") && words.get(1).equals("do");
        // "ready" alone waits for anybody, "ready for test" has gone further
        boolean waits = words.size() == 1 || !words.isEmpty() && !words.get(0).equals("ready");
        return toDo || waits && TO_DO_WORDS.contains(words.get(0)) ? TO_DO : IN_PROGRESS;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
