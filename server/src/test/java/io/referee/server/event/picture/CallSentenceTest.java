package io.referee.server.event.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.LegFact;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One sentence for every way in which a call can go.
final class CallSentenceTest {
    private final List<Event> events = new ArrayList<>();
    private final Facts facts = new Facts(events::add);

    private String sentence() {
        return CallSentence.of(events);
    }

    private void aliceCallsBob() {
        facts.call("sip:alice@localhost", "sip:bob@localhost")
                .leg(0, "a1", "in", "", "inbound")
                .leg(0, "bob", "out", "a1@localhost", "dial");
    }

    private void theyTalkFromFive() {
        aliceCallsBob();
        facts.answers(5, "bob")
                .answers(5, "a1")
                .fact(5, "", new CallFact.Answered("bob@localhost"))
                .bridged(5, "a1", "bob", "dial");
    }

    private void over(double seconds, String first, String second) {
        facts.ends(seconds, first, 200, "BYE")
                .fact(seconds, second, new LegFact.Ended(200, "server", "BYE"))
                .fact(seconds, "", new CallFact.Ended(200, "BYE"));
    }

    private void aliceAsksForCarol() {
        theyTalkFromFive();
        facts.asks(17, "T1", "a1", "bob", "sip:carol@localhost");
    }

    @Test
    void aTransferIsToldWithItsTimesAndWhoEndedTheCall() {
        aliceAsksForCarol();
        facts.fact(17, "", new TransferFact.Accepted("T1"))
                .leg(17, "carol", "out", "a1@localhost", "transfer:T1")
                .ends(17, "a1", 200, "BYE")
                .answers(20, "carol")
                .fact(20, "", new TransferFact.Answered("T1", "carol"))
                .bridged(20.2, "bob", "carol", "T1")
                .fact(20.2, "", new TransferFact.Completed("T1", 200));
        over(60, "carol", "bob");

        assertThat(sentence())
                .isEqualTo(
                        "alice called bob, 12 s; bob was transferred by alice to carol (blind,"
                                + " REFER): completed after 3.2 s; ended by carol");
    }

    @Test
    void aBlockedTransferNamesTheSetting() {
        aliceAsksForCarol();
        facts.fact(
                17,
                "",
                new TransferFact.Blocked(
                        "T1", 603, "Decline", "`transfer: consume` for account alice@localhost"));
        over(30, "a1", "bob");

        assertThat(sentence())
                .isEqualTo(
                        "alice called bob, 25 s; alice asked to transfer bob to carol (blind,"
                                + " REFER): blocked by policy, 603 Decline; it needs `transfer:"
                                + " consume` for account alice@localhost; ended by alice");
    }

    @Test
    void aFailedTransferSaysItsCodeAndThatTheOldCallWasRestored() {
        aliceAsksForCarol();
        facts.fact(20, "", new TransferFact.Failed("T1", "target", 486, "Busy Here"))
                .fact(20, "", new TransferFact.Returned("T1", "restored"));
        over(30, "bob", "a1");

        assertThat(sentence())
                .contains("failed(486) at the target after 3.0 s, Busy Here, the old call was")
                .endsWith("restored; ended by bob");
    }

    @Test
    void anAbortedTransferSaysSo() {
        aliceAsksForCarol();
        facts.fact(20, "", new TransferFact.Aborted("T1", 487, "Aborted by request"))
                .fact(20, "", new TransferFact.Returned("T1", "restored"));

        assertThat(sentence())
                .isEqualTo(
                        "alice called bob, still talking; alice asked to transfer bob to carol"
                                + " (blind, REFER): aborted after 3.0 s, 487 Aborted by request,"
                                + " the old call was restored; still going on");
    }

    @Test
    void aTransferWithoutAnEndIsRunningWhileTheCallIsAndUnknownAfter() {
        aliceAsksForCarol();
        assertThat(sentence()).contains("(blind, REFER): still running");

        facts.fact(18, "bob", new LegFact.Ended(0, "server-restart", "server-restart"))
                .fact(18, "a1", new LegFact.Ended(0, "server-restart", "server-restart"))
                .fact(18, "", new CallFact.Ended(0, "server-restart"));
        assertThat(sentence())
                .contains("outcome unknown")
                .endsWith("ended by a restart of the server");
    }

    @Test
    void anOutcomeThatNobodyTellsIsCalledUnknown() {
        aliceAsksForCarol();
        facts.fact(20, "", new TransferFact.Unknown("T1", 100, "the phone left without a word"));
        over(30, "bob", "a1");

        assertThat(sentence())
                .contains("outcome unknown, the phone left without a word; ended by bob");
    }

    @Test
    void aCallThatNobodyAnsweredSaysWhy() {
        aliceCallsBob();
        assertThat(sentence()).isEqualTo("alice called bob, not answered yet");

        facts.ends(3, "bob", 486, "Busy Here")
                .fact(3, "a1", new LegFact.Ended(486, "server", "Busy Here"))
                .fact(3, "", new CallFact.Ended(486, "Busy Here"));
        assertThat(sentence()).isEqualTo("alice called bob: not answered, 486 Busy Here");
    }

    @Test
    void aCallerWhoGivesUpIsNamed() {
        aliceCallsBob();
        facts.ends(3, "a1", 487, "CANCEL")
                .fact(3, "bob", new LegFact.Ended(487, "server", "CANCEL"))
                .fact(3, "", new CallFact.Ended(487, "CANCEL"));

        assertThat(sentence()).isEqualTo("alice called bob and gave up");
    }

    @Test
    void anEndByTheServerSaysItsCause() {
        theyTalkFromFive();
        facts.fact(9.5, "a1", new LegFact.Ended(480, "server", "Hung up by request"))
                .fact(9.5, "bob", new LegFact.Ended(480, "server", "Hung up by request"))
                .fact(9.5, "", new CallFact.Ended(480, "Hung up by request"));

        assertThat(sentence())
                .isEqualTo("alice called bob, 4.5 s; ended by the server (Hung up by request)");
    }

    @Test
    void aPartyThatVanishedIsNamed() {
        theyTalkFromFive();
        facts.fact(40, "bob", new LegFact.Ended(408, "timeout", "Request Timeout"))
                .fact(40, "a1", new LegFact.Ended(408, "server", "Request Timeout"))
                .fact(40, "", new CallFact.Ended(408, "Request Timeout"));

        assertThat(sentence()).endsWith("; ended because bob was heard of no more");
    }

    @Test
    void twoCallsOfOneChainAreOneSentence() {
        theyTalkFromFive();
        facts.fact(10, "H", "", new CallFact.Created("sip:alice@localhost", "sip:carol@localhost"))
                .fact(10, "H", "a2", Facts.created("a2", "in", "", "inbound"))
                .fact(10, "H", "carol", Facts.created("carol", "out", "", "dial"))
                .fact(12, "H", "", new CallFact.Answered("carol@localhost"))
                .fact(
                        12,
                        "H",
                        "",
                        new io.referee.server.event.BridgeFact.Started("a2", "carol", "dial"))
                .fact(
                        20,
                        "a1",
                        new TransferFact.Requested(
                                "T2",
                                "refer",
                                "attended",
                                "a1",
                                "bob",
                                "sip:carol@localhost",
                                "alice@localhost",
                                "",
                                Optional.empty(),
                                Optional.empty()))
                .fact(20.4, "", new TransferFact.Answered("T2", "carol"))
                .bridged(20.4, "bob", "carol", "T2")
                .fact(20.4, "", new TransferFact.Completed("T2", 200))
                .fact(20.5, "H", "a2", new LegFact.Ended(200, "server", "Attended transfer"))
                .fact(20.5, "H", "", new CallFact.Ended(200, "Attended transfer"))
                .ends(20.6, "a1", 200, "BYE");
        over(50, "bob", "carol");

        assertThat(sentence())
                .isEqualTo(
                        "alice called bob, 15 s; alice called carol, 8.4 s; bob was transferred by"
                                + " alice to carol (attended, REFER): completed after 0.4 s; ended"
                                + " by bob");
    }

    @Test
    void withoutFactsThereIsNothingToSay() {
        assertThat(sentence()).isEmpty();
    }
}
