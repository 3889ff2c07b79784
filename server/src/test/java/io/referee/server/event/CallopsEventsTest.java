package io.referee.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.event.CallopsEvents.Notification;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What other parts of the engine tell, in the words of OpenSIPS.
final class CallopsEventsTest {
    private final List<Event> events = new ArrayList<>();
    private final Facts facts = new Facts(events::add);

    private List<Notification> told() {
        List<Notification> told = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            told.addAll(new CallopsEvents(events.subList(0, i)).of(events.get(i)));
        }
        return told;
    }

    private List<Object> told(String parameter) {
        return told().stream().map(one -> one.parameters().get(parameter)).toList();
    }

    private void aliceTalksWithBob() {
        facts.call("sip:alice@localhost", "sip:bob@localhost")
                .leg(0, "a1", "in", "", "inbound")
                .leg(0, "bob", "out", "", "dial")
                .bridged(5, "a1", "bob", "dial");
    }

    private void asks(String kind) {
        asks(kind, Optional.empty());
    }

    private void asks(String kind, Optional<TransferFact.OtherCall> other) {
        facts.fact(
                10,
                "a1",
                new TransferFact.Requested(
                                "T1",
                                "mi",
                                kind,
                                "a1",
                                "bob",
                                "sip:c@localhost",
                                "alice@localhost",
                                "",
                                Optional.empty(),
                                Optional.empty())
                        .joining(other));
    }

    @Test
    void eachStepOfAHoldByTheServerIsToldOnceAndItsSumIsNot() {
        aliceTalksWithBob();
        facts.fact(6, "", new CallFact.HoldStep("cid-a1", "caller", "hold", "start"))
                .fact(6, "", new CallFact.HoldStep("cid-a1", "caller", "hold", "ok"))
                .fact(6, "", new CallFact.HoldStep("cid-bob", "callee", "hold", "start"))
                .fact(7, "", new CallFact.HoldStep("cid-bob", "callee", "hold", "fail"))
                .fact(7, "", new CallFact.Held("server"))
                .fact(9, "", new CallFact.Resumed("server"));

        assertThat(told()).extracting(Notification::method).containsOnly("E_CALL_HOLD").hasSize(4);
        assertThat(told("state")).containsExactly("start", "ok", "start", "fail");
        assertThat(told("leg")).containsExactly("caller", "caller", "callee", "callee");
        assertThat(told("callid")).containsOnly("cid-a1");
    }

    @Test
    void aHoldByAPhoneNamesTheEndThatIsOnHold() {
        aliceTalksWithBob();
        facts.fact(6, "", new CallFact.Held("a1")).fact(8, "", new CallFact.Resumed("a1"));

        assertThat(told().getFirst().parameters())
                .isEqualTo(
                        Map.of(
                                "callid", "cid-a1",
                                "leg", "callee",
                                "action", "hold",
                                "state", "ok"));
        assertThat(told("action")).containsExactly("hold", "unhold");
    }

    @Test
    void aJoinOfTwoCallsStartsWhenItIsAcceptedAndEndsWithTheCallIdOfTheTarget() {
        aliceTalksWithBob();
        facts.leg(6, "c", "out", "", "dial");
        asks("attended");
        facts.fact(10, "", new TransferFact.Accepted("T1"))
                .fact(11, "", new TransferFact.Answered("T1", "c"))
                .fact(12, "", new TransferFact.Completed("T1", 200));

        assertThat(told("state")).containsExactly("start", "notify", "ok");
        assertThat(told("transfer_callid")).containsExactly("", "", "cid-c");
        assertThat(told("leg")).containsOnly("callee");
    }

    @Test
    void eachOfTwoCallsThatAreJoinedIsTold() {
        aliceTalksWithBob();
        facts.leg(6, "a2", "in", "", "inbound")
                .leg(6, "c", "out", "", "dial")
                .bridged(6, "a2", "c", "dial");
        asks("attended", Optional.of(new TransferFact.OtherCall("C1", "a2", "c")));
        facts.fact(10, "", new TransferFact.Accepted("T1"))
                .fact(11, "", new TransferFact.Answered("T1", "c"))
                .fact(12, "", new TransferFact.Failed("T1", "join", 488, "Not Acceptable Here"));

        assertThat(told("state"))
                .containsExactly("start", "notify", "start", "notify", "fail", "fail");
        assertThat(told("callid"))
                .containsExactly("cid-a1", "cid-a1", "cid-a2", "cid-a2", "cid-a1", "cid-a2");
        assertThat(told("transfer_callid"))
                .containsExactly("cid-c", "cid-c", "cid-bob", "cid-bob", "cid-c", "cid-bob");
        assertThat(told("leg")).containsOnly("callee");
        assertThat(told("status").getLast()).isEqualTo("488 Not Acceptable Here");
    }

    @Test
    void aReferOfOursThatPolicyRefusesStartsAndFails() {
        aliceTalksWithBob();
        asks("refer");
        facts.fact(10, "", new TransferFact.Blocked("T1", 603, "Too many", ""));

        assertThat(told("state")).containsExactly("start", "fail");
        assertThat(told("status")).containsExactly("", "");
        assertThat(told("callid")).containsOnly("cid-a1");
    }

    @Test
    void aReferOfOursStartsWhenItIsAskedFor() {
        aliceTalksWithBob();
        asks("refer");

        assertThat(told("state")).containsExactly("start");
        assertThat(told("destination")).containsExactly("sip:c@localhost");
    }

    @Test
    void aTransferThatCouldNotEvenStartFailsWithoutAStatus() {
        aliceTalksWithBob();
        asks("blind");
        facts.fact(10, "", new TransferFact.Accepted("T1"))
                .fact(10, "", new TransferFact.Failed("T1", "target", 404, "Not Found"));

        assertThat(told("state")).containsExactly("fail");
        assertThat(told("status")).containsExactly("");
        assertThat(told("destination")).containsExactly("sip:c@localhost");
    }

    @Test
    void anUnknownOutcomeIsAFailureAndRingingANotify() {
        aliceTalksWithBob();
        asks("refer");
        facts.fact(10, "", new TransferFact.Accepted("T1"))
                .fact(11, "", new TransferFact.Ringing("T1", 183))
                .fact(40, "", new TransferFact.Unknown("T1", 183, "nobody told"));

        assertThat(told("status"))
                .containsExactly("", "100 Trying", "183 Session Progress", "183 nobody told");
        assertThat(told("state")).containsExactly("start", "notify", "notify", "fail");
    }

    @Test
    void withoutAHistoryNothingIsMadeUp() {
        asks("blind");
        events.removeFirst();
        facts.fact(12, "", new TransferFact.Completed("T1", 200))
                .fact(13, "", new CallFact.HoldStep("cid-x", "caller", "hold", "ok"))
                .fact(14, "", new CallFact.Held("a1"));

        assertThat(told("callid")).containsExactly("cid-x", "");
        assertThat(told("leg")).containsExactly("caller", "unknown");
    }
}
