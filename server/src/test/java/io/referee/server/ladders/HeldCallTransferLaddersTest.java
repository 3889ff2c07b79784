package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ASKED;
import static io.referee.server.ladders.AttendedPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Alice, whose call with bob the server holds, asks for an attended transfer to carol, who refuses
/// (`transfers.md` A5.2, A8.1): bob was not moved, so the two are still held, and can be released.
class HeldCallTransferLaddersTest {
    private static final String THE_TWO_ARE_HELD =
            """
            api> hold of=a1 leg=both
            api< 202
            {x}< re-INVITE dir=inactive
            {x}> 200
            {x}< ACK
            {y}< re-INVITE dir=inactive
            {y}> 200
            {y}< ACK
            +1s
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 200
            c< ACK
            a2< 200 answer=c
            a2> ACK
            +1s
            """;

    private static final String CAROL_REFUSES =
            ASKED
                    + """
                    b< re-INVITE offer=none
                    b> 200
                    c< re-INVITE offer=b dir=sendrecv
                    c> 488
                    c< ACK
                    b< ACK answer=a1 dir=inactive
                    a1< NOTIFY 488 terminated
                    a1> 200
                    +1s
                    """;

    private static final String THE_TWO_ARE_RELEASED =
            """
            api> held of=a1 legs=a1,b
            api< 200
            api> unhold of=a1 leg=both
            api< 202
            {x}< re-INVITE dir=sendrecv
            {x}> 200
            {x}< ACK
            {y}< re-INVITE dir=sendrecv
            {y}> 200
            {y}< ACK
            +1s
            c> BYE
            c< 200
            a2< BYE
            a2> 200
            """;

    private static Stream<DynamicTest> played(String begun, String caller, String callee) {
        String ladder = begun + THE_TWO_ARE_HELD + CAROL_REFUSES + THE_TWO_ARE_RELEASED;
        return Playing.everyWay(
                ladder.replace("{x}", caller).replace("{y}", callee)
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("a transfer that fails leaves the hold by the server as it was: alice called")
    Stream<DynamicTest> aliceCalled() {
        return played(TransferPlaying.ALICE_CALLED, "a1", "b");
    }

    @TestFactory
    @DisplayName("a transfer that fails leaves the hold by the server as it was: bob called")
    Stream<DynamicTest> bobCalled() {
        return played(TransferPlaying.BOB_CALLED, "b", "a1");
    }
}
