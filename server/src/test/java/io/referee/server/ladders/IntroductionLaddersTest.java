package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;
import static io.referee.server.ladders.World.rule;

import io.referee.server.call.Introductions;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What the transferee is told of a target by configuration (`transfers.md` 0.9, H13, H36).
class IntroductionLaddersTest {
    private static final String GINA = "sip:gina@198.51.100.5";

    /// The target is no account; the re-INVITE says this of it.
    private static String withGina(String told) {
        return """
        a1> REFER Refer-To:"<sip:200@example.org>"
        a1< 202
        a1< NOTIFY 100
        a1> 200
        g< INVITE offer=b
        g> 200
        g< ACK
        b< re-INVITE offer=g %s
        b> 200
        b< ACK
        """
                        .formatted(told)
                + ALICE_LEAVES
                + BOB_ENDS_IT_WITH_CAROL.replace("c<", "g<").replace("c>", "g>");
    }

    private static World introducing(boolean everybody, boolean remotePartyId) {
        return allowed()
                .transferPlan(rule("exact", "200", GINA + "{tcp}"), rule("exact", "carol", "carol"))
                .settings(
                        s ->
                                s.transfer(
                                        s.transfer()
                                                .recovery(
                                                        s.transfer()
                                                                .recovery()
                                                                .introductions(
                                                                        new Introductions(
                                                                                everybody,
                                                                                remotePartyId)))));
    }

    @TestFactory
    @DisplayName("0.9: an account is told of a target elsewhere when the setting says so")
    Stream<DynamicTest> aTargetElsewhere() {
        return TransferPlaying.everyWay(
                withGina("P-Asserted-Identity:\"<" + GINA + ">\" Remote-Party-ID:none"),
                introducing(true, false));
    }

    @TestFactory
    @DisplayName("0.9: without the setting nothing is asserted of it")
    Stream<DynamicTest> withoutTheSetting() {
        return TransferPlaying.inOrder(
                withGina("P-Asserted-Identity:none Remote-Party-ID:none"),
                introducing(false, true));
    }

    @TestFactory
    @DisplayName("0.9: phones are told in Remote-Party-ID, too, when the setting says so")
    Stream<DynamicTest> inRemotePartyId() {
        return Stream.concat(
                TransferPlaying.inOrder(
                        withGina(
                                "P-Asserted-Identity:\"<"
                                        + GINA
                                        + ">\" Remote-Party-ID:\"<"
                                        + GINA
                                        + ">;party=call*;screen=yes;privacy=off\""),
                        introducing(true, true)),
                TransferPlaying.inOrder(
                        CAROL_IS_CALLED
                                + """
                                c> 200
                                c< ACK
                                b< re-INVITE offer=c P-Asserted-Identity:"<sip:carol@example.org>" Remote-Party-ID:"<sip:carol@example.org>;party=call*"
                                b> 200
                                b< ACK
                                """
                                + ALICE_LEAVES
                                + BOB_ENDS_IT_WITH_CAROL,
                        introducing(false, true)));
    }

    @TestFactory
    @DisplayName("0.9: a transferee that is no account is not told where a target is")
    Stream<DynamicTest> aTransfereeElsewhereIsNotTold() {
        return Playing.inOrder(
                """
                h> INVITE to:alice
                a1< INVITE offer=h
                a1> 200
                a1< ACK
                h< 200 answer=a1
                h> ACK
                a1> REFER Refer-To:"<sip:200@example.org>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                g< INVITE offer=h
                g> 200
                g< ACK
                h< re-INVITE offer=g P-Asserted-Identity:none Remote-Party-ID:none
                h> 200
                h< ACK
                """
                        + ALICE_LEAVES
                        + """
                        +1s
                        g> BYE
                        g< 200
                        h< BYE
                        h> 200
                        """,
                introducing(true, true).guest("h", "hugo"));
    }
}
