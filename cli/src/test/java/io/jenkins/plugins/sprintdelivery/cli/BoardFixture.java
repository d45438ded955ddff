package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import java.time.Duration;

/** A board on any free port, at the time of {@link SampleHistory}. */
final class BoardFixture {

    private BoardFixture() {}

    static BoardServer server(LedgerReader ledger) {
        return new BoardServer(
                new BoardApi(new DeliveryBoard(ledger.queries(), SampleHistory.CLOCK), "urn:test"),
                () -> ledger.catchUp(Duration.ofSeconds(10)),
                "127.0.0.1");
    }

    static BoardServer start(LedgerReader ledger) {
        BoardServer server = server(ledger);
        server.start(0);
        return server;
    }
}
