package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.CallopsEvents;
import io.referee.server.event.CallopsEvents.Notification;
import io.referee.server.event.Event;
import io.referee.server.event.LegFact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Transfers that phones carry out because of a REFER of ours, in the words of OpenSIPS
/// (`transfers.md` C.5).
class SentReferEventLaddersTest {
    private static List<Notification> told(List<Event> events) {
        List<Notification> told = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            told.addAll(new CallopsEvents(events.subList(0, i)).of(events.get(i)));
        }
        return told;
    }

    private static List<Object> told(List<Event> events, String parameter) {
        return told(events).stream().map(one -> one.parameters().get(parameter)).toList();
    }

    private static String callIdOfTheLast(List<Event> events) {
        return events.stream()
                .map(Event::fact)
                .filter(LegFact.Created.class::isInstance)
                .map(LegFact.Created.class::cast)
                .filter(leg -> leg.direction().equals("in"))
                .reduce((one, next) -> next)
                .map(LegFact.Created::sipCallId)
                .orElseThrow();
    }

    @TestFactory
    @DisplayName("C.5: the events of a REFER of ours name the call that the phone places")
    Stream<DynamicTest> theNewCallIsNamed() {
        return TransferPlaying.inOrder(
                """
                api> refer leg=b to=carol
                api< 202
                b< REFER
                b> 202
                b2> INVITE referred
                c< INVITE
                c> 486
                c< ACK
                b2< 486
                b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 486 Busy Here" type=message/sipfrag
                b< 200 NOTIFY
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual()
                        .events(
                                events -> {
                                    assertThat(told(events, "state"))
                                            .containsExactly("start", "notify", "fail");
                                    assertThat(told(events, "transfer_callid"))
                                            .containsExactly("", "", callIdOfTheLast(events));
                                }));
    }

    @TestFactory
    @DisplayName("C.5: a REFER of ours that the phone refuses is told as start and fail")
    Stream<DynamicTest> aRefusedReferStarts() {
        return TransferPlaying.inOrder(
                """
                api> refer leg=b to=carol
                api< 202
                b< REFER
                b> 603
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual()
                        .events(
                                events -> {
                                    assertThat(told(events, "state"))
                                            .containsExactly("start", "fail");
                                    assertThat(told(events, "status"))
                                            .containsExactly("", "603 Decline");
                                }));
    }
}
