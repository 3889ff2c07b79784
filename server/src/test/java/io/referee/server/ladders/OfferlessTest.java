package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// Calls and re-INVITEs without an offer.
class OfferlessTest {
    @TestFactory
    Stream<DynamicTest> anOfferlessInvite() {
        return everyWay(
                """
                a1> INVITE to:bob offer=none
                b< INVITE offer=none
                b> 180
                a1<? 180
                b> 200
                a1< 200 offer=b
                a1> ACK
                b< ACK answer=a1
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anOfferlessInviteWithoutAnAnswerInTheAck() {
        return everyWay(
                """
                a1> INVITE to:bob offer=none
                b< INVITE offer=none
                b> 200
                a1< 200 offer=b
                a1> ACK answer=none
                b<* ACK
                b<* BYE Reason:*488*
                b> 200 BYE
                a1< BYE
                a1> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anOfferlessReinvite() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE offer=none
                {other}< re-INVITE offer=none
                {other}> 200
                {one}< 200 offer={other}
                {one}> ACK
                {other}< ACK answer={one}
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }
}
