package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Max-Forwards of the INVITE to the target of a transfer (`transfers.md` A10.3).
class TransferHopsLaddersTest {
    private static final String CALLED =
            """
            a1> INVITE to:bob Max-Forwards:%s
            b< INVITE offer=a1
            b> 200
            b< ACK
            a1< 200 answer=b
            a1> ACK
            +1s
            """;

    private static final String REFUSED =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100
            a1> 200
            c< INVITE offer=b Max-Forwards:%s
            c> 486
            c< ACK
            a1< NOTIFY 486 terminated
            a1> 200
            """;

    @TestFactory
    @DisplayName("A10.3: the target gets what the first INVITE had left")
    Stream<DynamicTest> whatTheFirstInviteHadLeft() {
        return Stream.of("12 11", "200 70", "1 0")
                .map(line -> line.split(" "))
                .flatMap(
                        hops ->
                                Playing.everyWay(
                                        CALLED.formatted(hops[0])
                                                + REFUSED.formatted(hops[1])
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        TransferPlaying.allowed()));
    }

    @TestFactory
    @DisplayName("A10.3: five less with each transfer, until none is left")
    Stream<DynamicTest> fiveLessWithEachTransfer() {
        return Stream.of("12 6", "4 0")
                .map(line -> line.split(" "))
                .flatMap(
                        hops ->
                                Playing.everyWay(
                                        CALLED.formatted(hops[0])
                                                + """
                                                a1> REFER Refer-To:carol
                                                a1< 202
                                                a1< NOTIFY 100
                                                a1> 200
                                                c< INVITE offer=b
                                                """
                                                + CAROL_AND_BOB_ARE_JOINED
                                                + TransferPlaying.ALICE_LEAVES
                                                + """
                                                +1s
                                                b> REFER Refer-To:dave
                                                b< 202
                                                b< NOTIFY 100
                                                b> 200
                                                d< INVITE offer=c Max-Forwards:%s
                                                d> 486
                                                d< ACK
                                                b< NOTIFY 486 terminated
                                                b> 200
                                                b> BYE
                                                b< 200
                                                c< BYE
                                                c> 200
                                                """
                                                        .formatted(hops[1]),
                                        TransferPlaying.allowed()
                                                .transfer("bob", TransferMode.CONSUME)));
    }
}
