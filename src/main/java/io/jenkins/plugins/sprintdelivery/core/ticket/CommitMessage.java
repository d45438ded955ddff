package io.jenkins.plugins.sprintdelivery.core.ticket;

import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A commit message, taken apart into its text and its trailers. Trailers are the lines {@code Name: value} of the last
 * paragraph, where that paragraph holds nothing else but such lines and their indented continuations (git's own rule,
 * git-interpret-trailers, without its exception for generated lines).
 *
 * @param commit the commit's id
 * @param text subject and body without the trailers
 * @param trailers the trailer lines in order
 */
public record CommitMessage(String commit, String text, List<Trailer> trailers) {

    /** One trailer line: its name in lower case and its value. */
    public record Trailer(String name, String value) {}

    public CommitMessage {
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(text, "text");
        trailers = List.copyOf(trailers);
    }

    /** Takes a whole message apart. */
    public static CommitMessage parse(String commit, String message) {
        String trimmed = message.replace("\r\n", "\n").stripTrailing();
        int gap = trimmed.lastIndexOf("\n\n");
        if (gap < 0) {
            return new CommitMessage(commit, trimmed, List.of());
        }
        List<Trailer> trailers = trailers(trimmed.substring(gap + 2));
        return trailers.isEmpty()
                ? new CommitMessage(commit, trimmed, List.of())
                : new CommitMessage(commit, trimmed.substring(0, gap), trailers);
    }

    /** The first line. */
    public String subject() {
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /** The texts to look for tickets in: the message itself, and the values of the trailers with these names. */
    public List<TicketText> ticketTexts(Set<String> trailerNames) {
        List<TicketText> texts = new ArrayList<>();
        texts.add(TicketText.of(TicketSource.Type.COMMIT, commit, text));
        for (Trailer trailer : trailers) {
            if (trailerNames.contains(trailer.name())) {
                texts.add(TicketText.of(TicketSource.Type.TRAILER, commit, trailer.value()));
            }
        }
        return texts;
    }

    private static List<Trailer> trailers(String paragraph) {
        List<Trailer> trailers = new ArrayList<>();
        for (String line : paragraph.split("\n")) {
            boolean continued = line.startsWith(" ") || line.startsWith("\t");
            if (continued && !trailers.isEmpty()) {
                Trailer last = trailers.remove(trailers.size() - 1);
                trailers.add(new Trailer(last.name(), last.value() + " " + line.strip()));
                continue;
            }
            int colon = line.indexOf(':');
            if (continued || colon < 1 || !isName(line.substring(0, colon))) {
                return List.of();
            }
            trailers.add(new Trailer(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        return trailers;
    }

    private static boolean isName(String text) {
        return text.chars().allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
    }
}
