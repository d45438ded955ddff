package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.board.Tables.Table;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What an API knows under which path. Filled while the API is made, then only read. */
final class ApiDocuments {

    static final String CSV = "text/csv; charset=utf-8";

    private final Map<String, Document> documents = new TreeMap<>();

    /** What is known under a path. */
    private record Document(List<String> parameters, boolean table, Function<ApiRequest, ApiAnswer> answer) {}

    /** The paths that are answered, a table with {@code .csv} as well. */
    Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        documents.forEach((path, document) -> {
            paths.add(path);
            if (document.table()) {
                paths.add(path + ".csv");
            }
        });
        return paths;
    }

    /** Answers a question, see {@link BoardApi#answer}. */
    ApiAnswer answer(ApiRequest request) {
        Document document = documents.get(request.document());
        if (document == null || request.isCsv() && !document.table()) {
            return ApiAnswer.problem(
                    404,
                    "there is no document '" + request.path() + "'; use one of: "
                            + String.join(", ", documents.keySet()));
        }
        try {
            request.allow(document.parameters());
            return document.answer().apply(request);
        } catch (UnknownChoiceException e) {
            return ApiAnswer.problem(404, e.getMessage());
        } catch (IllegalArgumentException e) {
            return ApiAnswer.problem(400, e.getMessage());
        } catch (LedgerUnavailableException e) {
            return ApiAnswer.problem(503, e.getMessage());
        }
    }

    void answer(String path, List<String> parameters, Function<ApiRequest, ApiAnswer> answer) {
        documents.put(path, new Document(parameters, false, answer));
    }

    void document(String path, List<String> parameters, Function<ApiRequest, Object> document) {
        answer(path, parameters, request -> ApiAnswer.json(document.apply(request)));
    }

    void table(String path, List<String> parameters, List<String> more, Function<ApiRequest, ApiAnswer> answer) {
        documents.put(path, new Document(with(parameters, more), true, answer));
    }

    static List<String> with(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    static <T> ApiAnswer page(ApiRequest request, Table<T> table, Page<T> page) {
        return request.isCsv() ? csv(table, page.items()) : ApiAnswer.json(page);
    }

    static <T> ApiAnswer csv(Table<T> table, List<T> items) {
        return ApiAnswer.text(CSV, table.csv(items));
    }
}
