package io.jenkins.plugins.sprintdelivery.core.ticket;

import io.jenkins.plugins.sprintdelivery.core.model.RejectedReference;
import io.jenkins.plugins.sprintdelivery.core.model.TicketFindings;
import io.jenkins.plugins.sprintdelivery.core.model.TicketReference;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the tickets that texts refer to. Each ticket is found once with all its sources; what is only written like a
 * key is kept with the reason why it is none. Immutable and thread-safe.
 */
public final class TicketExtractor {

    /** More tickets than this in one search are not looked for: such a text is a list, not a reference. */
    public static final int MAX_TICKETS = 5_000;

    /** More look-alikes than this are not kept. */
    public static final int MAX_REJECTED = 200;

    /** More places than this are not kept for one ticket. */
    public static final int MAX_SOURCES = 50;

    private static final String ISSUE_PREFIX = "GH";

    private final TicketRules rules;

    public TicketExtractor(TicketRules rules) {
        this.rules = Objects.requireNonNull(rules, "rules");
    }

    /** Finds the tickets of all texts, in the order of the texts. */
    public TicketFindings find(List<TicketText> texts) {
        Search search = new Search();
        for (TicketText text : texts) {
            search.read(text);
        }
        return search.findings();
    }

    /** The keys of the tickets of one text, without their sources. */
    public List<String> keys(TicketText text) {
        return find(List.of(text)).keys();
    }

    private boolean takesLowerCase(TicketSource.Type type) {
        return type != TicketSource.Type.COMMIT && !rules.projects().isEmpty();
    }

    /** One search over several texts. */
    private final class Search {

        private final Map<String, Set<TicketSource>> tickets = new LinkedHashMap<>();
        private final Map<String, RejectedReference> rejected = new LinkedHashMap<>();

        void read(TicketText text) {
            KeyScanner scanner = new KeyScanner(text.text(), rules.issueNumbers(), rules.cardLinks());
            while (scanner.next() && tickets.size() < MAX_TICKETS) {
                switch (scanner.shape()) {
                    case KEY -> key(scanner, text.source());
                    case ISSUE_NUMBER -> number(scanner, text.source());
                    case CARD_LINK -> accept(scanner.digits(), text.source());
                }
            }
        }

        private void number(KeyScanner scanner, TicketSource source) {
            if (scanner.digits().startsWith("0")) {
                reject(scanner.written(), "a ticket's number does not begin with 0", source);
            } else {
                accept("#" + scanner.digits(), source);
            }
        }

        private void key(KeyScanner scanner, TicketSource source) {
            String written = scanner.prefix();
            String prefix = written.toUpperCase(Locale.ROOT);
            boolean capitals = written.equals(prefix);
            if (!capitals && !(takesLowerCase(source.type()) && rules.projects().contains(prefix))) {
                return;
            }
            if (rules.issueNumbers() && prefix.equals(ISSUE_PREFIX)) {
                number(scanner, source);
                return;
            }
            String wide = scanner.widePrefix().toUpperCase(Locale.ROOT);
            String project = rules.projects().contains(wide) ? wide : prefix;
            String reason = reasonAgainst(project, scanner);
            if (reason == null) {
                accept(project + "-" + scanner.digits(), source);
            } else {
                reject(scanner.written(), reason, source);
            }
        }

        private String reasonAgainst(String project, KeyScanner scanner) {
            if (scanner.isInUuid()) {
                return "it is a piece of a UUID";
            }
            if (scanner.digits().startsWith("0")) {
                return "a ticket's number does not begin with 0";
            }
            if (scanner.isVersion()) {
                return "it goes on as a version number";
            }
            if (rules.projects().contains(project)) {
                return null;
            }
            if (rules.ignored().contains(project)) {
                return project + " is on the list of ignored prefixes";
            }
            String kind = LookAlikes.kindOf(project);
            if (kind != null) {
                return project + " is " + kind;
            }
            return rules.projects().isEmpty() ? null : project + " is none of the configured projects";
        }

        private void accept(String key, TicketSource source) {
            Set<TicketSource> sources = tickets.computeIfAbsent(key, unused -> new LinkedHashSet<>());
            if (sources.size() < MAX_SOURCES) {
                sources.add(source);
            }
        }

        private void reject(String text, String reason, TicketSource source) {
            if (rejected.size() < MAX_REJECTED) {
                rejected.putIfAbsent(text, new RejectedReference(text, reason, source));
            }
        }

        TicketFindings findings() {
            List<TicketReference> found = new ArrayList<>(tickets.size());
            tickets.forEach((key, sources) -> found.add(new TicketReference(key, List.copyOf(sources))));
            return new TicketFindings(found, List.copyOf(rejected.values()));
        }
    }
}
