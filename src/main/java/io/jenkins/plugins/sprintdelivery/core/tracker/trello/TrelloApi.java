package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import io.jenkins.plugins.sprintdelivery.core.tracker.client.Batches;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What is asked of Trello, whatever stands for a sprint. Thread-safe. */
final class TrelloApi {

    static final int PAGE_SIZE = 1_000;

    private static final int CALLS_A_BATCH = 10;
    private static final String CARD_FIELDS =
            "id,idShort,shortLink,name,idList,idLabels,labels,dueComplete,closed,shortUrl";

    private final URI api;
    private final SiteHttp http;

    TrelloApi(URI api, SiteHttp http) {
        this.api = Objects.requireNonNull(api, "api");
        this.http = Objects.requireNonNull(http, "http");
    }

    Url address(String literal) {
        return Url.below(api).literal(literal);
    }

    JsonReply get(Url address) {
        return http.get(address.uri());
    }

    /** Whose token it is. */
    String account() {
        JsonReply reply = get(address("/members/me").query("fields", "fullName,username"));
        JsonNode member = reply.object("");
        return Stream.of("fullName", "username")
                .map(name -> Fields.text(member, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> reply.unexpected("the answer does not say whose token this is"));
    }

    /** The names of a board's lists by their ids. */
    Map<String, String> lists(String board) {
        Map<String, String> lists = new LinkedHashMap<>();
        get(address("/boards").path(board, "lists").query("filter", "all").query("fields", "id,name,closed,pos"))
                .list("")
                .forEach(list -> {
                    String id = Fields.text(list, "id");
                    String name = Fields.text(list, "name");
                    if (id != null && name != null) {
                        lists.put(id, name);
                    }
                });
        return lists;
    }

    /**
     * Cards, newest first. A page that is not full is the last one, as is one where the limit was ignored.
     *
     * @param enough whether what was read so far suffices
     */
    List<JsonNode> cards(Url address, Predicate<List<JsonNode>> enough) {
        String base = address.uri().toString();
        return new Paging(http)
                .until(
                        "cards",
                        "",
                        before -> {
                            List<JsonNode> cards = get(Url.below(URI.create(base))
                                            .query("fields", CARD_FIELDS)
                                            .query("members", "true")
                                            .query("member_fields", "fullName")
                                            .query("limit", PAGE_SIZE)
                                            .query("before", before.isEmpty() ? null : before))
                                    .list("");
                            return new Page<>(cards, cards.size() == PAGE_SIZE ? oldest(cards) : null);
                        },
                        enough);
    }

    private static String oldest(List<JsonNode> cards) {
        return cards.stream()
                .map(card -> Fields.text(card, "id"))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * What Trello says to a question about each card, ten in one request.
     *
     * @param question the question about the card with an id or short link, as a path without commas
     * @return the answers by the card that was asked about, without those that it does not know
     */
    Map<String, JsonNode> ofEach(Collection<String> cards, Function<String, String> question) {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        for (List<String> batch : Batches.of(cards, CALLS_A_BATCH)) {
            List<JsonNode> answered = get(address("/batch")
                            .query(
                                    "urls",
                                    String.join(
                                            ",", batch.stream().map(question).toList())))
                    .list("");
            for (int i = 0; i < Math.min(batch.size(), answered.size()); i++) {
                if (answered.get(i).has("200")) {
                    answers.put(batch.get(i), answered.get(i).path("200"));
                }
            }
        }
        return answers;
    }
}
