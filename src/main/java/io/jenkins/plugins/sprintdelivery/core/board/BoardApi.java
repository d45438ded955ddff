package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.board.Tables.Table;
import io.jenkins.plugins.sprintdelivery.core.export.CdEvent;
import io.jenkins.plugins.sprintdelivery.core.export.CdEvents;
import io.jenkins.plugins.sprintdelivery.core.export.CsvReport;
import io.jenkins.plugins.sprintdelivery.core.export.HtmlReport;
import io.jenkins.plugins.sprintdelivery.core.export.MarkdownReport;
import io.jenkins.plugins.sprintdelivery.core.export.PrometheusText;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerQueries.TicketProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The API, version 1: one place that turns a question into an answer, so that Jenkins and {@code sprint-delivery serve}
 * answer the same. {@code docs/openapi.json} describes every path. Read only; thread-safe.
 */
public final class BoardApi {

    private static final List<String> SCOPE = List.of("sprint", "team", "service", "environment", "tier");
    private static final List<String> PAGE = List.of("limit", "offset");

    private static final String CSV = "text/csv; charset=utf-8";

    private final DeliveryBoard board;
    private final String source;
    private final Map<String, Document> documents = new TreeMap<>();

    /** What is known under a path. */
    private record Document(List<String> parameters, boolean table, Function<ApiRequest, ApiAnswer> answer) {}

    /**
     * The API over a board.
     *
     * @param source who says what CDEvents say, such as the controller's address; a URI reference
     */
    public BoardApi(DeliveryBoard board, String source) {
        this.board = Objects.requireNonNull(board, "board");
        this.source = Objects.requireNonNull(source, "source");
        table("sprints", List.of("team", "search"), PAGE, this::sprints);
        document(
                "board",
                with(SCOPE, List.of("ticket")),
                request -> board.board(wanted(request), request.get("ticket")));
        table("trend", List.of("service", "environment", "tier"), List.of(), this::trend);
        table("tickets", SCOPE, List.of("ticket", "limit", "offset"), this::tickets);
        table("promise", List.of("sprint", "team"), List.of(), this::promise);
        table("outbox", List.of(), PAGE, request -> page(request, Tables.OUTBOX, board.outbox(request)));
        table("running", List.of("service", "environment"), PAGE, this::running);
        table(
                "deployments",
                SCOPE,
                PAGE,
                request -> page(request, Tables.DEPLOYMENTS, board.deployments(request, wanted(request))));
        table("gates", SCOPE, PAGE, request -> page(request, Tables.GATES, board.gates(request, wanted(request))));
        table(
                "incidents",
                SCOPE,
                PAGE,
                request -> page(request, Tables.INCIDENTS, board.incidents(request, wanted(request))));
        table("metrics", SCOPE, List.of(), this::metrics);
        table("metric", SCOPE, List.of("name", "limit", "offset"), this::metric);
        table("compare", SCOPE, List.of("with"), this::compare);
        document("ticket", List.of("key"), request -> board.ticket(request.required("key")));
        document(
                "deployment",
                List.of("id", "with"),
                request -> board.deployment(request.required("id"), request.get("with")));
        document("environment", with(SCOPE, PAGE), this::environment);
        answer(
                "report.json",
                SCOPE,
                request -> ApiAnswer.text(
                        "application/json", board.report(wanted(request)).json()));
        answer(
                "report.md",
                SCOPE,
                request -> ApiAnswer.text(
                        "text/markdown; charset=utf-8", MarkdownReport.of(board.report(wanted(request)))));
        answer("report.csv", SCOPE, request -> ApiAnswer.text(CSV, CsvReport.metrics(board.report(wanted(request)))));
        answer(
                "report.html",
                SCOPE,
                request -> ApiAnswer.text("text/html; charset=utf-8", HtmlReport.of(board.report(wanted(request)))));
        answer("prometheus", List.of(), request -> ApiAnswer.text(PrometheusText.TYPE, board.prometheus()));
        answer("cdevents", SCOPE, this::cdEvents);
    }

    /** The paths that are answered, a table with {@code .csv} as well. */
    public Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        documents.forEach((path, document) -> {
            paths.add(path);
            if (document.table()) {
                paths.add(path + ".csv");
            }
        });
        return paths;
    }

    /**
     * Answers a question. A wrong question is an answer with a status too: 400 for a parameter that cannot be read, 404
     * for what there is not, 503 while the ledger cannot be read. Other exceptions are defects.
     */
    public ApiAnswer answer(ApiRequest request) {
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

    private void answer(String path, List<String> parameters, Function<ApiRequest, ApiAnswer> answer) {
        documents.put(path, new Document(parameters, false, answer));
    }

    private void document(String path, List<String> parameters, Function<ApiRequest, Object> document) {
        answer(path, parameters, request -> ApiAnswer.json(document.apply(request)));
    }

    private void table(
            String path, List<String> parameters, List<String> more, Function<ApiRequest, ApiAnswer> answer) {
        documents.put(path, new Document(with(parameters, more), true, answer));
    }

    private static List<String> with(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** What is asked for; a team without a sprint means the team's current one. */
    private Wanted wanted(ApiRequest request) {
        String team = request.get("team");
        return team == null || request.get("sprint") != null
                ? request.wanted()
                : request.wanted(board.currentSprintOf(team));
    }

    private static <T> ApiAnswer page(ApiRequest request, Table<T> table, Page<T> page) {
        return request.isCsv() ? csv(table, page.items()) : ApiAnswer.json(page);
    }

    private static <T> ApiAnswer csv(Table<T> table, List<T> items) {
        return ApiAnswer.text(CSV, table.csv(items));
    }

    private ApiAnswer sprints(ApiRequest request) {
        SprintsDocument document = board.sprints(request);
        return request.isCsv() ? csv(Tables.SPRINTS, document.sprints().items()) : ApiAnswer.json(document);
    }

    private ApiAnswer trend(ApiRequest request) {
        TrendDocument trend = board.trend(request.wanted());
        return request.isCsv() ? csv(Tables.TREND, trend.points()) : ApiAnswer.json(trend);
    }

    private ApiAnswer tickets(ApiRequest request) {
        List<TicketProgress> tickets = board.tickets(wanted(request), request.get("ticket"));
        return page(request, Tables.TICKETS, Page.of(request, unused -> tickets));
    }

    private ApiAnswer promise(ApiRequest request) {
        PromiseDocument document = board.promise(wanted(request), DeliveryBoard.MAX_PROMISED);
        return request.isCsv()
                ? csv(
                        Tables.PROMISED,
                        document.promise() == null
                                ? List.of()
                                : document.promise().tickets())
                : ApiAnswer.json(document);
    }

    private ApiAnswer running(ApiRequest request) {
        return page(
                request,
                Tables.RUNNING,
                Page.of(request, unused -> board.running(request.get("service"), request.get("environment"))));
    }

    private ApiAnswer metrics(ApiRequest request) {
        MetricsDocument metrics = board.metrics(wanted(request));
        return request.isCsv() ? csv(Tables.METRICS, metrics.metrics()) : ApiAnswer.json(metrics);
    }

    private ApiAnswer metric(ApiRequest request) {
        MetricDocument metric = board.metric(request, wanted(request), request.required("name"));
        return request.isCsv() ? csv(Tables.FACTS, metric.counted().items()) : ApiAnswer.json(metric);
    }

    private ApiAnswer compare(ApiRequest request) {
        ComparisonDocument comparison = board.compare(wanted(request), request.wanted(request.required("with")));
        return request.isCsv() ? csv(Tables.COMPARISON, comparison.rows()) : ApiAnswer.json(comparison);
    }

    private Object environment(ApiRequest request) {
        request.required("environment");
        return board.environment(request, wanted(request));
    }

    private ApiAnswer cdEvents(ApiRequest request) {
        CdEvents events = new CdEvents(source);
        List<CdEvent> found = new ArrayList<>();
        Wanted wanted = wanted(request);
        board.reportedDeployments(wanted).forEach(deployment -> found.addAll(events.of(deployment)));
        board.reportedIncidents(wanted).forEach(incident -> found.addAll(events.of(incident)));
        board.reportedGates(wanted).forEach(gate -> found.add(events.of(gate)));
        board.reportedApprovals(wanted).forEach(approval -> found.add(events.of(approval)));
        board.reportedOverrides(wanted).forEach(override -> found.add(events.of(override)));
        found.sort(Comparator.comparing(CdEvent::time).thenComparing(CdEvent::id));
        JsonDocument json =
                JsonDocument.of(found.stream().map(CdEvent::cloudEvent).toList());
        return new ApiAnswer(200, "application/cloudevents-batch+json", json.body(), json.etag(), null);
    }
}
