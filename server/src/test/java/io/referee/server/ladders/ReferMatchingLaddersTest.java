package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// How the call is recognised that a phone places because of a REFER of ours (`transfers.md` C.1,
/// the modes `param`, `callid` and `manual`), when it is not the first transfer of the same call.
class ReferMatchingLaddersTest {
    private static String referred(String mode, String referTo) {
        return """
        api> refer leg=b to=carol mode=%s
        api< 202
        b< REFER Refer-To:"%s"
        b> 202
        """
                .formatted(mode, referTo);
    }

    private static final String FAILS =
            """
            b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 486 Busy Here" type=message/sipfrag
            b< 200 NOTIFY
            +1s
            """;

    private static final String SAYS_NOTHING =
            """
            b> NOTIFY Event:refer Subscription-State:terminated
            b< 200 NOTIFY
            +1s
            """;

    private static String calls(String invite) {
        return """
        b2> INVITE %s
        c< INVITE to:"<sip:carol@example.org>" uri="sip:carol@*"
        c> 486
        c< ACK
        b2< 486
        b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 486 Busy Here" type=message/sipfrag
        b< 200 NOTIFY
        api> outcome failed linked=1
        api< 200
        """
                .formatted(invite);
    }

    private static Stream<DynamicTest> everyWay(String mode, String referTo, String invite) {
        return Stream.of(FAILS, SAYS_NOTHING)
                .flatMap(
                        first ->
                                TransferPlaying.inOrder(
                                        referred(mode, referTo)
                                                + first
                                                + referred(mode, referTo)
                                                + calls(invite)
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        World.usual()));
    }

    @TestFactory
    @DisplayName("C.1 `param`: the call of the second transfer belongs to the second")
    Stream<DynamicTest> byAParameter() {
        return everyWay("param", "<sip:carol@example.org;osid=*>", "referred");
    }

    @TestFactory
    @DisplayName("C.1 `callid`: the call of the second transfer belongs to the second")
    Stream<DynamicTest> byTheCallId() {
        return everyWay(
                "callid", "<sip:carol@example.org;osid=one-call%40example.org>", "referred");
    }

    @TestFactory
    @DisplayName("C.1 `manual`: the call of the second transfer belongs to the second")
    Stream<DynamicTest> byWhoCallsWhom() {
        return everyWay("manual", "<sip:carol@example.org>", "to:carol");
    }
}
