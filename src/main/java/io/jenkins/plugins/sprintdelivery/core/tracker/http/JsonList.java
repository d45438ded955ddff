package io.jenkins.plugins.sprintdelivery.core.tracker.http;

import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping.Resource;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Lists what a resource's URL template leads to, page by page: by {@code {page}}, counted from 1 until a page is empty,
 * by {@code {cursor}}, or by the address that the answer names.
 */
final class JsonList {

    private static final String PAGE = "page";
    private static final String CURSOR = "cursor";

    private final URI base;
    private final SiteHttp http;

    JsonList(URI base, SiteHttp http) {
        this.base = base;
        this.http = http;
    }

    /** The field of an item, missing where the resource does not describe it. */
    static JsonNode field(Resource resource, JsonNode item, String name) {
        JsonPointer pointer = resource.fields().get(name);
        return pointer == null ? MissingNode.getInstance() : item.at(pointer);
    }

    /** Everything on all pages. */
    List<JsonNode> all(Resource resource, Map<String, String> values) {
        URI first = address(resource, values, "1", "");
        int[] number = {1};
        return new Paging(http).all(resource.kind().label(), first, address -> {
            JsonReply reply = http.get(address);
            List<JsonNode> items = items(resource, reply);
            number[0]++;
            return new Page<>(items, next(resource, values, reply, items, number[0]));
        });
    }

    /** The first page alone. */
    List<JsonNode> first(Resource resource, Map<String, String> values) {
        return items(resource, http.get(address(resource, values, "1", "")));
    }

    private static List<JsonNode> items(Resource resource, JsonReply reply) {
        JsonNode items = reply.json().at(resource.items());
        if (items.isObject() && resource.asksFor("key")) {
            return List.of(items);
        }
        if (!items.isArray()) {
            throw reply.unexpected("the answer has no list at '" + resource.items() + "' for '"
                    + resource.kind().label() + "'");
        }
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private URI next(Resource resource, Map<String, String> values, JsonReply reply, List<JsonNode> items, int number) {
        if (resource.next() != null) {
            JsonNode next = reply.json().at(resource.next());
            String token = next.isNumber() ? Fields.text(next) : Fields.token(next);
            if (token == null) {
                return null;
            }
            return resource.asksFor(CURSOR) ? address(resource, values, "1", token) : reply.sameHost(token);
        }
        return resource.asksFor(PAGE) && !items.isEmpty()
                ? address(resource, values, Integer.toString(number), "")
                : null;
    }

    private URI address(Resource resource, Map<String, String> values, String page, String cursor) {
        String path = resource.url()
                .replace("{" + PAGE + "}", Url.encoded(page))
                .replace("{" + CURSOR + "}", Url.encoded(cursor));
        for (Map.Entry<String, String> value : values.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", Url.encoded(value.getValue()));
        }
        return Url.below(base).literal(path).uri();
    }
}
