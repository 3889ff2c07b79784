package io.referee.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

final class TraceBookTest {
    private static final Instant AT = Instant.parse("2026-11-21T04:00:00Z");
    private static final byte[] INVITE =
            "INVITE sip:bob@localhost SIP/2.0\r\n\r\n"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final byte[] BYE =
            "BYE sip:bob@localhost SIP/2.0\r\n\r\n"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private final TraceBook book = new TraceBook(100_000);

    private void fact(String call, Fact fact) {
        book.accept(new Event(1, AT, "a", call, call, "", fact));
    }

    private void message(String call, byte[] octets) {
        fact(call, new SipMessageFact(true, "udp", "l", "r", octets));
    }

    @Test
    void aCallIsKeptFromItsInviteToWhatComesAfterItsEnd() {
        message("c", INVITE);
        fact("c", new CallFact.Created("a", "b"));
        message("other", INVITE);
        fact("c", new CallFact.Ended(200, "BYE"));
        message("c", BYE);
        assertThat(book.of("c"))
                .extracting(e -> e.fact().type())
                .containsExactly("sip.message", "call.created", "call.ended", "sip.message");
    }

    @Test
    void aStragglerBeginsNoTrace() {
        message("c", BYE);
        fact("c", new CallFact.Ended(200, "BYE"));
        message("", INVITE);
        assertThat(book.of("c")).isEmpty();
        assertThat(book.octets()).isZero();
    }

    @Test
    void theCallThatEndedLongestAgoIsForgottenFirst() {
        message("live", INVITE);
        for (int i = 0; i < 1_000; i++) {
            message("c" + i, INVITE);
            fact("c" + i, new CallFact.Ended(200, "BYE"));
        }
        assertThat(book.octets()).isLessThanOrEqualTo(100_000);
        assertThat(book.of("live")).hasSize(1);
        assertThat(book.of("c0")).isEmpty();
        assertThat(book.of("c999")).hasSize(2);
    }

    @Test
    void aFloodOfCallsThatNeverEndStaysBounded() {
        for (int i = 0; i < 100_000; i++) {
            message("c" + i, INVITE);
        }
        assertThat(book.octets()).isLessThanOrEqualTo(100_000);
        assertThat(book.of("c0")).isEmpty();
        assertThat(book.of("c99999")).hasSize(1);
    }

    @Test
    void oneCallCannotHaveItAll() {
        var wide = new TraceBook();
        for (int i = 0; i < 10_000; i++) {
            wide.accept(
                    new Event(
                            i,
                            AT,
                            "a",
                            "c",
                            "c",
                            "",
                            new SipMessageFact(true, "udp", "l", "r", INVITE)));
        }
        List<Event> kept = wide.of("c");
        assertThat(kept).hasSizeGreaterThan(500).hasSizeLessThan(10_000);
        assertThat(kept.getFirst().seq()).isZero();
        assertThat(wide.octets()).isLessThanOrEqualTo(TraceBook.CALL_OCTETS_AT_MOST);
    }
}
