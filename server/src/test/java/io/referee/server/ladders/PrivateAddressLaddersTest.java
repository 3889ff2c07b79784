package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Phones behind a NAT that name the address of their own network in SDP: others are told where
/// their messages come from (198.51.100.1 is alice, .2 bob, .3 carol), unless the dial string says
/// `ma=false`.
class PrivateAddressLaddersTest {
    private static final String HIDDEN_CALLER = "a1> INVITE to:5 address=192.168.1.5\n";

    private static final String ENDS =
            """
            +1s
            a1> BYE
            a1< 200
            b< BYE
            b> 200
            """;

    @TestFactory
    @DisplayName("ma: offer and answer with private addresses")
    Stream<DynamicTest> offerAndAnswer() {
        return everyWay(
                HIDDEN_CALLER
                        + """
                        b< INVITE address=198.51.100.1
                        b> 180
                        a1<? 180
                        b> 200 address=10.9.8.7 port=4444
                        b< ACK
                        a1< 200 address=198.51.100.2 port=4444
                        a1> ACK
                        """
                        + ENDS,
                dialling("bob@local"));
    }

    @TestFactory
    @DisplayName("ma: public addresses stay as they are")
    Stream<DynamicTest> publicAddresses() {
        return everyWay(
                """
                a1> INVITE to:5 address=203.0.113.99
                b< INVITE address=203.0.113.99
                b> 200
                b< ACK
                a1< 200 answer=b
                a1> ACK
                """
                        + ENDS,
                dialling("bob@local"));
    }

    @TestFactory
    @DisplayName("ma=false: neither the offer on this leg nor its answer is changed")
    Stream<DynamicTest> untouched() {
        return everyWay(
                HIDDEN_CALLER
                        + """
                        b< INVITE offer=a1 address=192.168.1.5
                        b> 200 address=10.9.8.7
                        b< ACK
                        a1< 200 answer=b address=10.9.8.7
                        a1> ACK
                        +1s
                        a1> re-INVITE address=192.168.1.6
                        b< re-INVITE address=192.168.1.6
                        b> 200 address=10.9.8.8
                        b< ACK
                        a1< 200 address=10.9.8.8
                        a1> ACK
                        """
                        + ENDS,
                dialling("bob@local[ma=false]"));
    }

    @TestFactory
    @DisplayName("ma: each leg of a stage as its own option says")
    Stream<DynamicTest> eachLegOnItsOwn() {
        return everyWay(
                HIDDEN_CALLER
                        + """
                        b< INVITE address=192.168.1.5
                        c< INVITE address=198.51.100.1
                        c> 486
                        c< ACK
                        b> 200
                        b< ACK
                        a1< 200 answer=b
                        a1> ACK
                        """
                        + ENDS,
                dialling("bob@local[ma=false]&carol@local"));
    }

    @TestFactory
    @DisplayName("ma: re-INVITEs of both sides, hold among them")
    Stream<DynamicTest> reinvites() {
        return everyWay(
                HIDDEN_CALLER
                        + """
                        b< INVITE address=198.51.100.1
                        b> 200 address=10.9.8.7
                        b< ACK
                        a1< 200 address=198.51.100.2
                        a1> ACK
                        +1s
                        a1> re-INVITE address=192.168.1.5 port=5678
                        b< re-INVITE address=198.51.100.1 port=5678
                        b> 200 address=10.9.8.7
                        b< ACK
                        a1< 200 address=198.51.100.2
                        a1> ACK
                        +1s
                        b> re-INVITE address=10.9.8.7 dir=sendonly
                        a1< re-INVITE address=198.51.100.2 dir=sendonly
                        a1> 200 address=192.168.1.5 port=5678
                        a1< ACK
                        b< 200 address=198.51.100.1 dir=recvonly
                        b> ACK
                        """
                        + ENDS,
                dialling("bob@local"));
    }

    @TestFactory
    @DisplayName("ma: hold by c=0.0.0.0 shows the address that was known, and a public one")
    Stream<DynamicTest> holdOfOldPhones() {
        return everyWay(
                HIDDEN_CALLER
                        + """
                        b< INVITE address=198.51.100.1
                        b> 200
                        b< ACK
                        a1< 200 answer=b
                        a1> ACK
                        +1s
                        a1> re-INVITE address=0.0.0.0 dir=none
                        b< re-INVITE address=198.51.100.1 dir=inactive
                        b> 200
                        b< ACK
                        a1< 200 answer=b
                        a1> ACK
                        """
                        + ENDS,
                dialling("bob@local"));
    }

    @TestFactory
    @DisplayName("ma: the offer of a callee that was asked for one")
    Stream<DynamicTest> offerlessCall() {
        return everyWay(
                """
                a1> INVITE to:5 offer=none
                b< INVITE offer=none
                b> 200 address=10.9.8.7
                a1< 200 address=198.51.100.2
                a1> ACK address=192.168.1.5
                b< ACK address=198.51.100.1
                """
                        + ENDS,
                dialling("bob@local"));
    }

    @TestFactory
    @DisplayName("ma: a transferred party is shown to the target at its public address, once")
    Stream<DynamicTest> transferred() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 200 address=10.9.8.7
                b< ACK
                a1< 200 address=198.51.100.2
                a1> ACK
                +1s
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE address=198.51.100.2
                c> 200 address=192.168.3.3
                c< ACK
                b< re-INVITE address=198.51.100.3
                b> 200 address=10.9.8.7
                b< ACK
                a1< NOTIFY 200 terminated
                a1> 200
                a1> BYE
                a1< 200
                +8s
                b> BYE
                b< 200
                c< BYE
                c> 200
                """,
                allowed());
    }

    @TestFactory
    @DisplayName("ma=false in the plan `transfer`: the target is told what the party said")
    Stream<DynamicTest> transferredUntouched() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 200 address=10.9.8.7
                b< ACK
                a1< 200 address=198.51.100.2
                a1> ACK
                +1s
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE address=10.9.8.7
                c> 200 address=192.168.3.3
                c< ACK
                b< re-INVITE address=192.168.3.3
                b> 200 address=10.9.8.7
                b< ACK
                a1< NOTIFY 200 terminated
                a1> 200
                a1> BYE
                a1< 200
                +8s
                b> BYE
                b< 200
                c< BYE
                c> 200
                """,
                allowed().transferPlan(World.rule("prefix", "c", "carol@local[ma=false]")));
    }
}
