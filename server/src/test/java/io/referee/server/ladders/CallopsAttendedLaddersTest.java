package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.CallopsEvents;
import io.referee.server.event.CallopsEvents.Notification;
import io.referee.server.event.Event;
import io.referee.server.event.LegFact;
import io.referee.server.event.TraceBook;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The joins of two calls in the words of OpenSIPS (`transfers.md` C.5): each of the two dialogs
/// has a set of events of its own, and all of them name the call that comes of it. What is known of
/// the calls is what their ladders keep, as it is for whoever reads the stream.
class CallopsAttendedLaddersTest {
    private static List<Notification> told(List<Event> events) {
        TraceBook traces = new TraceBook();
        List<Notification> told = new ArrayList<>();
        for (Event event : events) {
            List<Event> before = new ArrayList<>(traces.together(event.call()));
            Optional<String> other = CallopsEvents.otherCall(before, event.fact());
            other.ifPresent(call -> before.addAll(traces.together(call)));
            told.addAll(new CallopsEvents(before).of(event));
            traces.accept(event);
        }
        return told;
    }

    private static List<Object> of(List<Notification> told, String parameter) {
        return told.stream().map(one -> one.parameters().get(parameter)).toList();
    }

    private static LegFact.Created leg(List<Event> events, String account, boolean last) {
        List<LegFact.Created> legs =
                events.stream()
                        .map(Event::fact)
                        .filter(LegFact.Created.class::isInstance)
                        .map(LegFact.Created.class::cast)
                        .filter(leg -> leg.account().equals(account + "@example.org"))
                        .toList();
        return last ? legs.getLast() : legs.getFirst();
    }

    private static String caller(LegFact.Created one, LegFact.Created other) {
        return (one.direction().equals("in") ? one : other).sipCallId();
    }

    /// @param states of each of the two sets
    private static Consumer<List<Event>> twoSets(String... states) {
        return events -> {
            List<Notification> all =
                    told(events).stream()
                            .filter(one -> one.method().equals(CallopsEvents.TRANSFER))
                            .toList();
            LegFact.Created bob = leg(events, "bob", false);
            LegFact.Created carol = leg(events, "carol", false);
            String first = caller(leg(events, "alice", false), bob);
            String second = caller(leg(events, "alice", true), carol);
            assertThat(of(all, "callid")).containsOnly(first, second);
            for (String callId : List.of(first, second)) {
                List<Notification> set =
                        all.stream()
                                .filter(one -> callId.equals(one.parameters().get("callid")))
                                .toList();
                String kept = (callId.equals(first) ? carol : bob).sipCallId();
                LegFact.Created moved = callId.equals(first) ? bob : carol;
                assertThat(of(set, "state")).containsExactly((Object[]) states);
                assertThat(of(set, "transfer_callid")).containsOnly(kept);
                assertThat(of(set, "leg"))
                        .containsOnly(moved.direction().equals("in") ? "caller" : "callee");
                assertThat(of(set, "destination").getFirst()).asString().isNotEmpty();
            }
        };
    }

    @TestFactory
    @DisplayName("case 79: an attended transfer is told once for each of its two dialogs")
    Stream<DynamicTest> eachDialogIsTold() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + AttendedPlaying.JOINED
                        + AttendedPlaying.ALICE_LEAVES
                        + AttendedPlaying.BOB_ENDS_IT,
                AttendedPlaying.allowed().events(twoSets("start", "notify", "ok")));
    }

    @TestFactory
    @DisplayName("case 79: a join that the target refuses is told as failed of both dialogs")
    Stream<DynamicTest> aRefusedJoinIsToldOfBoth() {
        return AttendedPlaying.inOrder(
                AttendedPlaying.ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        c> 488
                        c< ACK
                        b< ACK answer=a1 dir=sendonly
                        a1< NOTIFY 488 terminated
                        a1> 200
                        """
                        + AttendedPlaying.BOTH_CALLS_LIVE,
                AttendedPlaying.allowed().events(twoSets("start", "notify", "fail")));
    }

    @TestFactory
    @DisplayName("case 79: a target that still rings: both dialogs are told")
    Stream<DynamicTest> aRingingTargetIsToldOfBoth() {
        return TransferPlaying.inOrder(
                """
                a2> INVITE to:carol
                c< INVITE offer=a2
                c> 180
                a2< 180
                +1s
                """
                        + AttendedPlaying.ASKED
                        + """
                        +900ms
                        a1< NOTIFY 180 active
                        a1> 200
                        a2> CANCEL
                        a2< 487
                        a1> BYE
                        a1< 200
                        c> 200
                        c< ACK
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        a1< NOTIFY 200 terminated
                        a1> 481
                        """
                        + AttendedPlaying.BOB_ENDS_IT,
                AttendedPlaying.allowed().events(twoSets("start", "notify", "ok")));
    }
}
