package io.jenkins.plugins.sprintdelivery.core.board;

import static io.jenkins.plugins.sprintdelivery.core.board.ApiDocuments.csv;
import static io.jenkins.plugins.sprintdelivery.core.board.ApiDocuments.page;
import static io.jenkins.plugins.sprintdelivery.core.board.ApiDocuments.with;

import io.jenkins.plugins.sprintdelivery.core.export.CdEvent;
import io.jenkins.plugins.sprintdelivery.core.export.CdEvents;
import io.jenkins.plugins.sprintdelivery.core.export.CsvReport;
import io.jenkins.plugins.sprintdelivery.core.export.HtmlReport;
import io.jenkins.plugins.sprintdelivery.core.export.MarkdownReport;
import io.jenkins.plugins.sprintdelivery.core.export.PrometheusText;
import io.jenkins.plugins.sprintdelivery.core.export.TicketMark;
import io.jenkins.plugins.sprintdelivery.core.export.TicketStanding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The API, version 1: one place that turns a question into an answer, so that Jenkins and {@code sprint-delivery serve}
 * answer the same. {@code docs/openapi.json} describes every path. Read only; thread-safe.
 */
public final class BoardApi {

    private static final List<String> SCOPE = List.of("sprint", "team", "service", "environment", "tier");
    private static final List<String> PAGE = List.of("limit", "offset");

    private final DeliveryBoard board;
    private final String source;
    private final ApiDocuments documents = new ApiDocuments();

    /** The API over a board that knows of releases what its ledger does. */
    public BoardApi(DeliveryBoard board, String source) {
        this(board, board.releases(ReleaseScene.LEDGER_ALONE), source);
    }

    /**
     * The API over a board.
     *
     * @param source who says what CDEvents say, such as the controller's address; a URI reference
     */
    public BoardApi(DeliveryBoard board, ReleaseBoard releases, String source) {
        this.board = Objects.requireNonNull(board, "board");
        this.source = Objects.requireNonNull(source, "source");
        documents.table("sprints", List.of("team", "search"), PAGE, this::sprints);
        documents.document(
                "board",
                with(SCOPE, List.of("ticket", "without")),
                request ->
                        board.board(wanted(request), request.get("ticket"), BoardPart.parse(request.get("without"))));
        documents.table("trend", List.of("service", "environment", "tier"), List.of(), this::trend);
        documents.table("tickets", SCOPE, List.of("ticket", "mark", "limit", "offset"), this::tickets);
        documents.table("promise", List.of("sprint", "team"), List.of(), this::promise);
        documents.table("outbox", List.of(), PAGE, request -> page(request, Tables.OUTBOX, board.outbox(request)));
        documents.table("running", List.of("service", "environment"), PAGE, this::running);
        documents.table(
                "dependencies",
                SCOPE,
                PAGE,
                request -> page(
                        request, Tables.DEPENDENCIES, Page.of(request, unused -> board.dependencies(wanted(request)))));
        documents.table(
                "deployments",
                SCOPE,
                PAGE,
                request -> page(request, Tables.DEPLOYMENTS, board.deployments(request, wanted(request))));
        documents.table(
                "gates", SCOPE, PAGE, request -> page(request, Tables.GATES, board.gates(request, wanted(request))));
        documents.table(
                "incidents",
                SCOPE,
                PAGE,
                request -> page(request, Tables.INCIDENTS, board.incidents(request, wanted(request))));
        documents.table("metrics", SCOPE, List.of(), this::metrics);
        documents.table("metric", SCOPE, List.of("name", "limit", "offset"), this::metric);
        documents.table("compare", SCOPE, List.of("with"), this::compare);
        documents.table("build", List.of("job", "number"), List.of(), this::build);
        documents.table("ticket", List.of("key"), List.of(), this::ticket);
        documents.table("deployment", List.of("id", "with"), List.of(), this::deployment);
        documents.table("environment", SCOPE, PAGE, this::environment);
        documents.answer(
                "report.json",
                SCOPE,
                request -> ApiAnswer.text(
                        "application/json", board.report(wanted(request)).json()));
        documents.answer(
                "report.md",
                SCOPE,
                request -> ApiAnswer.text(
                        "text/markdown; charset=utf-8", MarkdownReport.of(board.report(wanted(request)))));
        documents.answer(
                "report.csv",
                SCOPE,
                request -> ApiAnswer.text(ApiDocuments.CSV, CsvReport.metrics(board.report(wanted(request)))));
        documents.answer(
                "report.html",
                SCOPE,
                request -> ApiAnswer.text("text/html; charset=utf-8", HtmlReport.of(board.report(wanted(request)))));
        documents.answer("prometheus", List.of(), request -> ApiAnswer.text(PrometheusText.TYPE, board.prometheus()));
        documents.answer("cdevents", SCOPE, this::cdEvents);
        new ReleaseApi(releases).addTo(documents);
    }

    /** The paths that are answered, a table with {@code .csv} as well. */
    public Set<String> paths() {
        return documents.paths();
    }

    /**
     * Answers a question. A wrong question is an answer with a status too: 400 for a parameter that cannot be read, 404
     * for what there is not, 503 while the ledger cannot be read. Other exceptions are defects.
     */
    public ApiAnswer answer(ApiRequest request) {
        return documents.answer(request);
    }

    /** What is asked for; a team without a sprint means the team's current one. */
    private Wanted wanted(ApiRequest request) {
        String team = request.get("team");
        return team == null || request.get("sprint") != null
                ? request.wanted()
                : request.wanted(board.currentSprintOf(team));
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
        String mark = request.get("mark");
        List<TicketStanding> tickets =
                board.tickets(wanted(request), request.get("ticket"), mark == null ? null : TicketMark.parse(mark));
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

    /** Of a ticket's tables the builds are its own; its deployments stand in those of sprints. */
    private ApiAnswer build(ApiRequest request) {
        BuildDocument build = board.build(request.required("job"), request.positive("number"));
        return request.isCsv() ? csv(Tables.BUILD_CHANGES, build.environments()) : ApiAnswer.json(build);
    }

    private ApiAnswer ticket(ApiRequest request) {
        TicketDocument ticket = board.ticket(request.required("key"));
        return request.isCsv() ? csv(Tables.TICKET_BUILDS, ticket.builds().items()) : ApiAnswer.json(ticket);
    }

    private ApiAnswer deployment(ApiRequest request) {
        DeploymentDocument deployment = board.deployment(request.required("id"), request.get("with"));
        if (!request.isCsv()) {
            return ApiAnswer.json(deployment);
        }
        DeploymentDocument.Comparison comparison = deployment.comparison();
        return csv(
                Tables.COMMITS,
                comparison == null
                        ? deployment.commits().items()
                        : comparison.commits().items());
    }

    private ApiAnswer environment(ApiRequest request) {
        request.required("environment");
        EnvironmentDocument environment = board.environment(request, wanted(request));
        return request.isCsv() ? csv(Tables.DEPLOYMENTS, environment.history().items()) : ApiAnswer.json(environment);
    }

    private ApiAnswer cdEvents(ApiRequest request) {
        CdEvents events = new CdEvents(source);
        List<CdEvent> found = new ArrayList<>();
        Wanted wanted = wanted(request);
        board.reportedDeployments(wanted).forEach(deployment -> found.addAll(events.of(deployment)));
        board.reportedIncidents(wanted).forEach(incident -> found.addAll(events.of(incident)));
        board.reportedGates(wanted).forEach(gate -> found.add(events.of(gate)));
        board.reportedApprovals(wanted).forEach(approval -> found.add(events.of(approval)));
        board.reportedOverrides(wanted).forEach(override -> found.addAll(events.of(override)));
        found.sort(Comparator.comparing(CdEvent::time).thenComparing(CdEvent::id));
        JsonDocument json =
                JsonDocument.of(found.stream().map(CdEvent::cloudEvent).toList());
        return new ApiAnswer(200, "application/cloudevents-batch+json", json.body(), json.etag(), null);
    }
}
