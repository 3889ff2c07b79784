package io.referee.server.ladders;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Directed pickup (`transfers.md` A5.3) when caller or taker made no offer: whoever made none gets
/// the other's in its 200 and answers in its ACK. Bob says more than once that he rings: a dialog
/// that got lost could not be named.
class PickupOfferLaddersTest {
    private static final String BOB_RINGS =
            """
            a> INVITE to:bob
            b< INVITE offer=a
            b> 180
            a<? 180
            +1s
            b> 180
            +1s
            b> 180
            +1s
            """;

    private static final String BOB_RINGS_WITHOUT_AN_OFFER =
            """
            a> INVITE to:bob offer=none
            b< INVITE offer=none
            b> 180
            a<? 180
            +1s
            b> 180
            +1s
            b> 180
            +1s
            """;

    private static final String BOB_STOPS_RINGING =
            """
            b< CANCEL Reason:"SIP;cause=200;text=\\"Call completed elsewhere\\""
            b> 487
            b< ACK
            """;

    private static final String DAVE_HANGS_UP =
            """
            +5s
            d> BYE
            d< 200
            a< BYE
            a> 200
            """;

    @TestFactory
    @DisplayName("case 62: a taker without an offer gets the caller's, and answers in its ACK")
    Stream<DynamicTest> aTakerWithoutAnOffer() {
        return Playing.everyWay(
                BOB_RINGS
                        + """
                        d> INVITE to:bob Replaces:[b];early-only offer=none
                        d< 200 offer=a
                        d> ACK
                        a< 200 answer=d
                        a> ACK
                        """
                        + BOB_STOPS_RINGING
                        + DAVE_HANGS_UP,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: a caller without an offer gets the taker's, and answers in its ACK")
    Stream<DynamicTest> aCallerWithoutAnOffer() {
        return Playing.everyWay(
                BOB_RINGS_WITHOUT_AN_OFFER
                        + """
                        d> INVITE to:bob Replaces:[b];early-only
                        a< 200 offer=d
                        a> ACK
                        d< 200 answer=a
                        d> ACK
                        """
                        + BOB_STOPS_RINGING
                        + DAVE_HANGS_UP,
                World.usual());
    }

    private static final String DAVE_IS_ASKED =
            BOB_RINGS_WITHOUT_AN_OFFER
                    + """
                    d> INVITE to:bob Replaces:[b];early-only offer=none
                    d< 200 dir=inactive
                    d> ACK
                    d< re-INVITE offer=none
                    """;

    @TestFactory
    @DisplayName(
            "case 62: nobody made an offer: the taker is offered silence and asked for its own")
    Stream<DynamicTest> nobodyMadeAnOffer() {
        return Playing.everyWay(
                DAVE_IS_ASKED
                        + "d> 200\n"
                        + BOB_STOPS_RINGING
                        + """
                        a< 200 offer=d
                        a> ACK
                        d< ACK answer=a
                        """
                        + DAVE_HANGS_UP,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: a taker that makes no offer either is let go, and it rings on")
    Stream<DynamicTest> aTakerThatMakesNoOffer() {
        return Playing.inOrder(
                DAVE_IS_ASKED
                        + """
                        d> 488
                        d< ACK
                        d< BYE Reason:*488*
                        d> 200
                        b> 200
                        a< 200 offer=b
                        a> ACK
                        b< ACK answer=a
                        +1s
                        a> BYE
                        a< 200
                        b< BYE
                        b> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: whoever answers where it rings has the call while the taker is asked")
    Stream<DynamicTest> thePhoneAnswersWhileTheTakerIsAsked() {
        return Playing.inOrder(
                DAVE_IS_ASKED
                        + """
                        b> 200
                        a< 200 offer=b
                        a> ACK
                        b< ACK answer=a
                        d> 200
                        d< ACK dir=inactive
                        d< BYE Reason:"SIP;cause=200;text=\\"Answered elsewhere\\""
                        d> 200
                        +1s
                        a> BYE
                        a< 200
                        b< BYE
                        b> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: a caller that hangs up instead of answering: the taker is let go")
    Stream<DynamicTest> theCallerHangsUpInsteadOfAnswering() {
        return Playing.inOrder(
                DAVE_IS_ASKED
                        + "d> 200\n"
                        + BOB_STOPS_RINGING
                        + """
                        a< 200 offer=d
                        a> BYE
                        a< 200 BYE
                        d< ACK dir=inactive
                        d< BYE Reason:*480*
                        d> 200
                        a> ACK
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: a taker that answers nothing in its ACK is let go, and it rings on")
    Stream<DynamicTest> aTakerThatDoesNotAnswer() {
        return Playing.inOrder(
                BOB_RINGS
                        + """
                        d> INVITE to:bob Replaces:[b];early-only offer=none
                        d< 200 offer=a
                        d> ACK answer=none
                        d< BYE Reason:*488*
                        d> 200
                        b> 200
                        b< ACK
                        a< 200 answer=b
                        a> ACK
                        +1s
                        a> BYE
                        a< 200
                        b< BYE
                        b> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: a caller that answers nothing in its ACK ends the call")
    Stream<DynamicTest> aCallerThatDoesNotAnswer() {
        return Playing.inOrder(
                BOB_RINGS_WITHOUT_AN_OFFER
                        + """
                        d> INVITE to:bob Replaces:[b];early-only
                        a< 200 offer=d
                        """
                        + BOB_STOPS_RINGING
                        + """
                        a> ACK answer=none
                        d< 488
                        a< BYE Reason:*488*
                        a> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: whoever answers where it rings has the call, if the taker's ACK is late")
    Stream<DynamicTest> thePhoneIsFaster() {
        return Playing.inOrder(
                BOB_RINGS
                        + """
                        d> INVITE to:bob Replaces:[b];early-only offer=none
                        d< 200 offer=a
                        b> 200
                        b< ACK
                        a< 200 answer=b
                        a> ACK
                        d> ACK
                        d< BYE Reason:"SIP;cause=200;text=\\"Answered elsewhere\\""
                        d> 200
                        +1s
                        a> BYE
                        a< 200
                        b< BYE
                        b> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: a caller that gives up before the taker's ACK: nobody is left")
    Stream<DynamicTest> theCallerGivesUp() {
        return Playing.inOrder(
                BOB_RINGS
                        + """
                        d> INVITE to:bob Replaces:[b];early-only offer=none
                        d< 200 offer=a
                        a> CANCEL
                        a< 487
                        b< CANCEL
                        b> 487
                        b< ACK
                        d> ACK
                        d< BYE Reason:*487*
                        d> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: a taker that gives up, or a caller that hangs up, before the answer")
    Stream<DynamicTest> oneOfThemGivesUp() {
        String asked =
                BOB_RINGS_WITHOUT_AN_OFFER
                        + """
                        d> INVITE to:bob Replaces:[b];early-only
                        a< 200 offer=d
                        """
                        + BOB_STOPS_RINGING;
        return Stream.concat(
                Playing.inOrder(
                        asked
                                + """
                                d> CANCEL
                                d< 487
                                +50ms
                                a> ACK
                                a< BYE Reason:*487*
                                a> 200
                                """,
                        World.usual()),
                Playing.inOrder(
                        asked
                                + """
                                a> BYE
                                a< 200
                                d< 480
                                a> ACK
                                """,
                        World.usual()));
    }
}
