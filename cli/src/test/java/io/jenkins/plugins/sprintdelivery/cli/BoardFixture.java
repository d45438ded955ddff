package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.LedgerLag;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import java.time.Duration;
import java.util.Optional;

/** A board on any free port, at the time of {@link SampleHistory}. */
final class BoardFixture {

    private BoardFixture() {}

    static BoardServer server(LedgerReader ledger) {
        return new BoardServer(
                new BoardApi(new DeliveryBoard(ledger.queries(), SampleHistory.CLOCK), "urn:test"),
                () -> {
                    ledger.catchUp(Duration.ofSeconds(10));
                    return Optional.empty();
                },
                "127.0.0.1");
    }

    /** A board whose answers lack what was recorded lately. */
    static BoardServer startBehind(LedgerReader ledger, LedgerStatus status) {
        BoardServer server = new BoardServer(
                new BoardApi(new DeliveryBoard(ledger.queries(), SampleHistory.CLOCK), "urn:test"),
                () -> LedgerLag.header(status, SampleHistory.CLOCK.instant()),
                "127.0.0.1");
        server.start(0);
        return server;
    }

    static BoardServer start(LedgerReader ledger) {
        BoardServer server = server(ledger);
        server.start(0);
        return server;
    }
}
