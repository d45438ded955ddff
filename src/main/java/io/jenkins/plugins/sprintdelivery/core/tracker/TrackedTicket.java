package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A ticket as a tracker knows it.
 *
 * @param key in the spelling that commits use, such as {@code ABC-12} or {@code #34}
 * @param title one line for people
 * @param type in the tracker's words, such as {@code Bug}
 * @param status in the tracker's words, such as {@code In review}
 * @param category where that status stands
 * @param blocked whether it is flagged as an impediment, or marked as blocked
 * @param assignee whose it is, or null
 * @param created when it was made, or null
 * @param reporter who made it, or null
 * @param sprints every sprint it is or was in, in the order the tracker gives; only the current one where it keeps no
 *     others
 * @param links to other tickets
 * @param estimate in the team's unit, or null
 * @param url its page for people, or null
 */
public record TrackedTicket(
        String key,
        String title,
        String type,
        String status,
        StatusCategory category,
        boolean blocked,
        String assignee,
        Instant created,
        String reporter,
        List<SprintReference> sprints,
        List<TicketLink> links,
        BigDecimal estimate,
        URI url) {
    public TrackedTicket {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(category, "category");
        title = title == null ? "" : title;
        type = type == null ? "" : type;
        status = status == null ? "" : status;
        sprints = List.copyOf(sprints);
        links = List.copyOf(links);
    }
    /** The same ticket with these links; one that waits for an open one is blocked. */
    public TrackedTicket with(List<TicketLink> moreLinks, boolean waits) {
        return new TrackedTicket(
                key,
                title,
                type,
                status,
                category,
                blocked || waits,
                assignee,
                created,
                reporter,
                sprints,
                moreLinks,
                estimate,
                url);
    }
}
