package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Nobody is sent to one of the two of the call, or out of a secure one, by REFER either
/// (`transfers.md` A10.2, A10.7).
class SentReferTargetLaddersTest {
    private static World passing() {
        return World.usual().transfer("alice", TransferMode.PASS);
    }

    @TestFactory
    @DisplayName("a REFER to the transferee, or back to the transferor, is not passed on")
    Stream<DynamicTest> thePartiesAreNoTargets() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:bob
                a1< 603 Warning:"*the party to be transferred*"
                a1> REFER Refer-To:alice
                a1< 603 Warning:"*the party that transfers*"
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                passing());
    }

    @TestFactory
    @DisplayName("a party of a secure call is not sent to a target that is not")
    Stream<DynamicTest> aSecureCallStaysSecure() {
        return Playing.inOrder(
                TransferPlaying.ALICE_CALLED.replace(
                                "INVITE to:bob", "INVITE to:bob from:\"<sips:alice@example.org>\"")
                        + "a1> REFER Refer-To:carol\na1< 603 Warning:\"*sips*\"\n"
                        + BOB_ENDS_IT_WITH_ALICE,
                passing());
    }

    @TestFactory
    @DisplayName("the same for a REFER that HTTP asks us to send")
    Stream<DynamicTest> ofTheServerNeither() {
        return TransferPlaying.inOrder(
                "api> refer leg=b to=bob\napi< 603\n" + BOB_ENDS_IT_WITH_ALICE, World.usual());
    }
}
