package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.account.Endpoint;
import io.referee.server.account.TransferHabits;
import io.referee.server.transfer.NotifyStyles;
import io.referee.server.transfer.NotifyStyles.NotifyStyle;
import io.referee.server.transfer.TransferSettings.AcceptCode;
import io.referee.server.transfer.TransferSettings.ReferRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// How a REFER is answered and its sender kept informed, as the settings say.
class NotifyStyleLaddersTest {
    private static World refer(AcceptCode code, NotifyStyle style, boolean afterBye) {
        return refer(code, NotifyStyles.all(style), afterBye);
    }

    private static World refer(AcceptCode code, NotifyStyles style, boolean afterBye) {
        return allowed()
                .settings(
                        s ->
                                s.transfer(
                                        s.transfer()
                                                .refer(
                                                        new ReferRules(
                                                                code, style, afterBye, false,
                                                                List.of()))));
    }

    @TestFactory
    @DisplayName("case 21: immediate200 sends exactly one NOTIFY, which says 200")
    Stream<DynamicTest> immediateSendsOneNotify() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 200 terminated
                a1> 200
                c< INVITE offer=b
                c> 180
                +2s
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                refer(AcceptCode.AUTO, NotifyStyle.IMMEDIATE, true));
    }

    @TestFactory
    @DisplayName("case 21: immediate200 tells nothing of a failure; the old call lives")
    Stream<DynamicTest> immediateTellsNothingOfAFailure() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 200 terminated
                a1> 200
                c< INVITE offer=b
                c> 486
                c< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                refer(AcceptCode.AUTO, NotifyStyle.IMMEDIATE, true));
    }

    @TestFactory
    @DisplayName("0.7 item 8: final sends the beginning and the end, no progress")
    Stream<DynamicTest> finalSendsNoProgress() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b
                c> 180
                +3s
                c> 486
                c< ACK
                a1< NOTIFY 486 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                refer(AcceptCode.AUTO, NotifyStyle.FINAL, true));
    }

    @TestFactory
    @DisplayName("0.7 item 8: the User-Agent of a phone says which NOTIFYs it gets")
    Stream<DynamicTest> thePhoneSaysWhichNotifysItGets() {
        NotifyStyles styles =
                new NotifyStyles(NotifyStyle.FULL, List.of("snom"), List.of("Aastra", "Mitel"));
        String refused =
                """
                +3s
                c> 486
                c< ACK
                """;
        String told =
                """
                a1< NOTIFY 486 terminated
                a1> 200
                """;
        return Stream.of(
                        asked("Aastra 6757i/3.3.1")
                                + "a1< NOTIFY 200 terminated\na1> 200\n"
                                + RINGS
                                + refused,
                        asked("Snom/8.9.3")
                                + "a1< NOTIFY 100 active\na1> 200\n"
                                + RINGS
                                + refused
                                + told,
                        asked("The Mitel") // not at the beginning
                                + "a1< NOTIFY 100 active\na1> 200\n"
                                + RINGS
                                + "+1s\na1< NOTIFY 180 active\na1> 200\n"
                                + refused
                                + told)
                .flatMap(
                        ladder ->
                                TransferPlaying.inOrder(
                                        ladder + BOB_ENDS_IT_WITH_ALICE,
                                        refer(AcceptCode.AUTO, styles, true)));
    }

    @TestFactory
    @DisplayName("0.7 item 8: the word of an account goes before the User-Agent and the setting")
    Stream<DynamicTest> theAccountSaysWhichNotifysItGets() {
        NotifyStyles styles =
                new NotifyStyles(NotifyStyle.FINAL, List.of("snom"), List.of("Mitel"));
        String refused = "+3s\nc> 486\nc< ACK\n";
        String told = "a1< NOTIFY 486 terminated\na1> 200\n";
        String full =
                asked("Mitel 6867i")
                        + "a1< NOTIFY 100 active\na1> 200\n"
                        + RINGS
                        + "+1s\na1< NOTIFY 180 active\na1> 200\n"
                        + refused
                        + told;
        String atOnce =
                asked("snom/8.9.3") + "a1< NOTIFY 200 terminated\na1> 200\n" + RINGS + refused;
        return Stream.concat(alice("full", full, styles), alice("immediate200", atOnce, styles));
    }

    private static Stream<DynamicTest> alice(String word, String ladder, NotifyStyles styles) {
        return TransferPlaying.inOrder(
                ladder + BOB_ENDS_IT_WITH_ALICE,
                refer(AcceptCode.AUTO, styles, true)
                        .habits("alice", new TransferHabits(Endpoint.USUAL, word, "", "")));
    }

    private static final String RINGS =
            """
            c< INVITE offer=b
            c> 180
            """;

    private static String asked(String agent) {
        return "a1> REFER Refer-To:carol User-Agent:\"%s\"\na1< 202\n".formatted(agent);
    }

    @TestFactory
    @DisplayName("refer.notifyAfterBye off: a transferor that has hung up hears nothing more")
    Stream<DynamicTest> whoHungUpHearsNothing() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b
                a1> BYE
                a1< 200
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + BOB_ENDS_IT_WITH_CAROL,
                refer(AcceptCode.AUTO, NotifyStyle.FULL, false));
    }

    @TestFactory
    @DisplayName("refer.acceptCode: 200 or 202 for everybody")
    Stream<DynamicTest> theAcceptCodeIsASetting() {
        String refused =
                """
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE
                c> 486
                c< ACK
                a1< NOTIFY 486 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE;
        return Stream.concat(
                TransferPlaying.inOrder(
                        "a1> REFER Refer-To:carol\na1< 200 REFER\n" + refused,
                        refer(AcceptCode.OK, NotifyStyle.FULL, true)),
                TransferPlaying.inOrder(
                        "a1> REFER Refer-To:carol Contact:\"<sip:alice@198.51.100.1:5060;gr=x>\"\n"
                                + "a1< 202 REFER\n"
                                + refused,
                        refer(AcceptCode.ACCEPTED, NotifyStyle.FULL, true)));
    }
}
