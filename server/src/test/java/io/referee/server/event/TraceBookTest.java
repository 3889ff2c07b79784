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
    private long seq;

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
        var end = new CallFact.Ended(200, "BYE");
        wide.accept(new Event(10_000, AT, "a", "c", "c", "", end));
        assertThat(wide.of("c").getLast().fact()).as("the end is still told").isEqualTo(end);
    }

    private void of(String owner, String call, String chain, Fact fact) {
        book.accept(new Event(++seq, AT, owner, call, chain, "", fact));
    }

    @Test
    void callsOfOneChainAndOfLinkedChainsAreToldTogetherInTheOrderOfTheStream() {
        of("a", "c1", "g1", new CallFact.Created("first", "x"));
        of("a", "c2", "g2", new CallFact.Created("second", "x"));
        of("a", "c3", "g3", new CallFact.Created("third", "x"));
        of("a", "c4", "g4", new CallFact.Created("alone", "x"));
        of("a", "c1", "g1", new CallFact.Merged("c2", "g2", "l1", "T1"));
        of("a", "c3", "g3", new CallFact.Related("T2", "g2"));
        of("a", "c5", "g1", new CallFact.Created("fifth", "x"));

        for (String call : List.of("c1", "c2", "c3", "c5")) {
            assertThat(book.together(call))
                    .extracting(Event::call)
                    .containsExactly("c1", "c2", "c3", "c1", "c3", "c5");
        }
        assertThat(book.together("c4")).hasSize(1);
        assertThat(book.together("c0")).isEmpty();
    }

    @Test
    void whatBelongsToSomebodyElseIsNotShownBesideACall() {
        of("a", "c1", "g1", new CallFact.Created("mine", "x"));
        of("b", "c2", "g2", new CallFact.Created("foreign", "x"));
        of("a", "c1", "g1", new CallFact.Related("T1", "g2"));

        assertThat(book.together("c1")).extracting(Event::owner).containsOnly("a");
    }

    @Test
    void aLadderHasSoManyCallsAndNoMore() {
        for (int i = 0; i < TraceBook.TOGETHER_AT_MOST + 5; i++) {
            of("a", "c" + i, "g", new CallFact.Created("x", "y"));
        }

        assertThat(book.together("c3"))
                .hasSize(TraceBook.TOGETHER_AT_MOST)
                .anyMatch(event -> event.call().equals("c3"));
    }
}
