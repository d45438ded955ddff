package io.jenkins.plugins.sprintdelivery.core.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.TicketFindings;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import io.jenkins.plugins.sprintdelivery.core.ticket.CommitMessage.Trailer;
import org.junit.jupiter.api.Test;

class CommitMessageTest {

    private final TicketExtractor extractor = new TicketExtractor(TicketRules.DEFAULT);

    @Test
    void trailersAreTheLinesOfTheLastParagraph() {
        CommitMessage message = CommitMessage.parse(
                "c1",
                "Fix the cart (ABC-1)\r\n\r\nIt was empty.\r\n\r\nTicket: ABC-2,\r\n  ABC-3\r\nSigned-off-by: A <a@b>\r\n");

        assertThat(message.subject()).isEqualTo("Fix the cart (ABC-1)");
        assertThat(message.trailers())
                .containsExactly(new Trailer("ticket", "ABC-2, ABC-3"), new Trailer("signed-off-by", "A <a@b>"));
        assertThat(message.text()).doesNotContain("Ticket");
    }

    @Test
    void aParagraphWithProseHoldsNoTrailers() {
        CommitMessage message = CommitMessage.parse("c1", "Subject\n\nNote: this is prose\nthat goes on.");

        assertThat(message.trailers()).isEmpty();
        assertThat(message.text()).endsWith("that goes on.");
    }

    @Test
    void aSubjectAloneIsNoTrailer() {
        assertThat(CommitMessage.parse("c1", "Fixes: ABC-1").trailers()).isEmpty();
    }

    @Test
    void aTicketSaysWhetherItWasInATrailer() {
        CommitMessage message = CommitMessage.parse("c1", "Fix ABC-1\n\nTicket: ABC-1\nChange-Id: XY-3");

        TicketFindings findings = extractor.find(message.ticketTexts(TicketRules.DEFAULT_TRAILERS));

        assertThat(findings.keys()).containsExactly("ABC-1");
        assertThat(findings.tickets().get(0).sources())
                .extracting(TicketSource::type)
                .containsExactly(TicketSource.Type.COMMIT, TicketSource.Type.TRAILER);
    }

    @Test
    void anEmptyMessageIsNothing() {
        assertThat(CommitMessage.parse("c1", "").subject()).isEmpty();
    }
}
