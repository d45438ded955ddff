package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.GateBadge;
import java.util.List;
import java.util.Objects;

/**
 * The part of the API that is about releases: {@code releases} as JSON, CSV and a page that needs no script, what is
 * {@code waiting}, and {@code badge.svg}. Read only; thread-safe.
 */
public final class ReleaseApi {

    /** The media type of a badge. */
    public static final String BADGE_TYPE = "image/svg+xml";

    private final ReleaseBoard board;
    private final ApiDocuments documents = new ApiDocuments();

    public ReleaseApi(ReleaseBoard board) {
        this.board = Objects.requireNonNull(board, "board");
        addTo(documents);
    }

    void addTo(ApiDocuments api) {
        api.table("releases", ReleaseChoice.PARAMETERS, List.of(), this::releases);
        api.table(
                "waiting",
                List.of("service", "environment"),
                List.of("limit", "offset"),
                request -> ApiDocuments.page(request, Tables.WAITING, board.waiting(request)));
        api.answer(
                "releases.html",
                ReleaseChoice.PARAMETERS,
                request ->
                        ApiAnswer.text("text/html; charset=utf-8", ReleasesHtml.of(board.releases(request), request)));
        api.answer("badge.svg", List.of("service", "environment"), this::badge);
    }

    /** Answers a question, see {@link BoardApi#answer}. */
    public ApiAnswer answer(ApiRequest request) {
        return documents.answer(request);
    }

    private ApiAnswer releases(ApiRequest request) {
        ReleasesDocument document = board.releases(request);
        return request.isCsv()
                ? ApiDocuments.csv(Tables.RELEASES, document.releases().items())
                : ApiAnswer.json(document);
    }

    private ApiAnswer badge(ApiRequest request) {
        String service = request.required("service");
        String environment = request.required("environment");
        return board.badge(service, environment)
                .map(ReleaseApi::picture)
                .orElseThrow(() -> UnknownChoiceException.of("release", service + " / " + environment));
    }

    /** A badge as it goes over the wire. */
    public static ApiAnswer picture(GateBadge badge) {
        return ApiAnswer.text(BADGE_TYPE, badge.svg());
    }
}
