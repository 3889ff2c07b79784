package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.CallopsEvents;
import io.referee.server.event.CallopsEvents.Notification;
import io.referee.server.event.Event;
import io.referee.server.event.LegFact;
import io.referee.server.event.picture.CallSentence;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The events in the words of OpenSIPS, and the sentence, of transfers that were really played.
class CallopsEventLaddersTest {

    private static List<Notification> told(List<Event> events) {
        List<Notification> told = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            told.addAll(new CallopsEvents(events.subList(0, i)).of(events.get(i)));
        }
        return told;
    }

    private static LegFact.Created leg(List<Event> events, String account) {
        return events.stream()
                .map(Event::fact)
                .filter(LegFact.Created.class::isInstance)
                .map(LegFact.Created.class::cast)
                .filter(leg -> leg.account().equals(account + "@example.org"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no leg of " + account + " in " + events));
    }

    private static Consumer<List<Event>> checks(String state, String status) {
        return events -> {
            List<Notification> told = told(events);
            LegFact.Created alice = leg(events, "alice");
            LegFact.Created bob = leg(events, "bob");
            LegFact.Created carol = leg(events, "carol");
            LegFact.Created caller = alice.direction().equals("in") ? alice : bob;
            assertThat(told).extracting(Notification::method).containsOnly("E_CALL_TRANSFER");
            assertThat(told)
                    .extracting(one -> one.parameters().get("state"))
                    .containsExactly("start", "notify", state);
            assertThat(told)
                    .extracting(one -> one.parameters().get("callid"))
                    .containsOnly(caller.sipCallId());
            assertThat(told)
                    .extracting(one -> one.parameters().get("leg"))
                    .containsOnly(bob == caller ? "caller" : "callee");
            assertThat(told)
                    .extracting(one -> one.parameters().get("transfer_callid"))
                    .containsOnly(carol.sipCallId());
            assertThat(told)
                    .extracting(one -> one.parameters().get("destination"))
                    .containsExactly(carol.requestUri(), "", carol.requestUri());
            assertThat(told)
                    .extracting(one -> one.parameters().get("status"))
                    .containsExactly("", "100 Trying", status);
        };
    }

    @TestFactory
    @DisplayName("case 79: a blind transfer is told as start, notify, ok, with the right ids")
    Stream<DynamicTest> aBlindTransferIsToldAsStartNotifyOk() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED + CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES + BOB_ENDS_IT_WITH_CAROL,
                allowed().events(checks("ok", "200 OK")));
    }

    @TestFactory
    @DisplayName("case 79: a busy target is told as start, notify, fail")
    Stream<DynamicTest> aBusyTargetIsToldAsFail() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().events(checks("fail", "486 Busy Here")));
    }

    @TestFactory
    @DisplayName("case 79: a refused REFER is told as blocked, and OpenSIPS' events keep silent")
    Stream<DynamicTest> aRefusedReferIsToldAsBlockedOnly() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 603
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual()
                        .events(
                                events -> {
                                    assertThat(told(events)).isEmpty();
                                    assertThat(events)
                                            .extracting(event -> event.fact().type())
                                            .contains("transfer.blocked");
                                    assertThat(CallSentence.of(events))
                                            .contains(
                                                    "blocked by policy, 603",
                                                    "`transfer: consume` for account"
                                                            + " alice@example.org")
                                            .endsWith("ended by bob");
                                }));
    }

    @TestFactory
    @DisplayName("a failed transfer is summed up with its code and the restored call")
    Stream<DynamicTest> aFailedTransferIsSummedUp() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed()
                        .events(
                                events ->
                                        assertThat(CallSentence.of(events))
                                                .contains("alice asked to transfer bob to carol")
                                                .contains("failed(486) at the target")
                                                .endsWith(
                                                        "the old call was restored; ended by"
                                                                + " bob")));
    }
}
