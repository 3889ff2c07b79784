package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;

import io.referee.server.account.Endpoint;
import io.referee.server.account.TransferHabits;
import io.referee.server.account.TransferMode;
import io.referee.server.transfer.ReferredByRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// REFERs whose Referred-By names a part of the body that proves it (RFC 3892 §4).
class ReferrerTokenLaddersTest {
    private static final String SIGNED =
            "Referred-By:\"<sip:alice@example.org>;cid=\\\"t@example.org\\\"\"";

    private static final String TOKEN =
            " body=\"--z\\r"
                    + "\\n"
                    + "Content-Disposition: aib;handling=optional\\r"
                    + "\\n"
                    + "Content-ID: <t@example.org>\\r"
                    + "\\n"
                    + "\\r"
                    + "\\n"
                    + "signed\\r"
                    + "\\n"
                    + "--z--\"";

    private static final String TYPE = " type=multipart/mixed;boundary=z";

    private static World alice(TransferMode mode) {
        return World.usual().transfer("alice", mode);
    }

    @TestFactory
    @DisplayName(
            "B20: a REFER that is passed on keeps its token, and the Referred-By that names it")
    Stream<DynamicTest> aPassedReferKeepsItsToken() {
        return TransferPlaying.everyWay(
                "a1> REFER Refer-To:carol "
                        + SIGNED
                        + TOKEN
                        + TYPE
                        + "\nb< REFER Refer-To:carol "
                        + SIGNED
                        + " Content-Type:multipart/mixed;boundary=z"
                        + TOKEN
                        + """

                        b> 603
                        a1< 603
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                alice(TransferMode.PASS));
    }

    @TestFactory
    @DisplayName("B20: a Referred-By without the token that it names is passed on without the name")
    Stream<DynamicTest> aNameOfNothingIsNotPassedOn() {
        return TransferPlaying.inOrder(
                "a1> REFER Refer-To:carol "
                        + SIGNED
                        + """

                        b< REFER Refer-To:carol Referred-By:"<sip:alice@example.org>"
                        b> 603
                        a1< 603
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                alice(TransferMode.PASS));
    }

    private static final String ASKED =
            """

            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    private static Stream<DynamicTest> consumed(String refer, String invite) {
        return TransferPlaying.everyWay(
                refer
                        + ASKED
                        + "c< INVITE offer=b "
                        + invite
                        + "\n"
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                alice(TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("B20: the token goes into the INVITE to the target, beside the offer")
    Stream<DynamicTest> theInviteHasTheToken() {
        return consumed(
                "a1> REFER Refer-To:carol " + SIGNED + TOKEN + TYPE,
                SIGNED
                        + " Content-Type:\"multipart/mixed;boundary=*\" MIME-Version:1.0"
                        + " body=\"*Content-Type: application/sdp*"
                        + "Content-ID: <t@example.org>\\r\\n\\r\\nsigned\\r\\n--*\"");
    }

    @TestFactory
    @DisplayName("B20: a token that is the whole body of the REFER goes into the INVITE, too")
    Stream<DynamicTest> aTokenAlone() {
        return consumed(
                "a1> REFER Refer-To:carol "
                        + SIGNED
                        + " Content-Disposition:\"aib;handling=optional\""
                        + " Content-ID:\"<t@example.org>\" body=\"signed\""
                        + " type=application/pkcs7-mime",
                SIGNED
                        + " body=\"*Content-Type: application/pkcs7-mime\\r\\n"
                        + "Content-ID: <t@example.org>\\r\\n"
                        + "Content-Disposition: aib;handling=optional\\r\\n\\r\\nsigned*\"");
    }

    @TestFactory
    @DisplayName("B20: a Referred-By that names no part of the body names none in the INVITE")
    Stream<DynamicTest> aNameOfNothing() {
        return consumed(
                "a1> REFER Refer-To:carol " + SIGNED + TOKEN.replace("<t@", "<u@") + TYPE,
                "Referred-By:\"<sip:alice@example.org>\" Content-Type:application/sdp");
    }

    @TestFactory
    @DisplayName("B20: the second place that a plan rings gets the token, the re-INVITEs do not")
    Stream<DynamicTest> theNextPlaceGetsIt() {
        return TransferPlaying.inOrder(
                "a1> REFER Refer-To:\"<sip:200@example.org>\" "
                        + SIGNED
                        + TOKEN
                        + TYPE
                        + ASKED
                        + "d< INVITE offer=b "
                        + SIGNED
                        + "\nd> 486\nd< ACK\nc< INVITE offer=b "
                        + SIGNED
                        + "\n"
                        + CAROL_AND_BOB_ARE_JOINED.replace(
                                "re-INVITE offer=c",
                                "re-INVITE offer=c Content-Type:application/sdp Referred-By:none")
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                alice(TransferMode.CONSUME)
                        .transferPlan(
                                World.rule("exact", "200", "dave"),
                                World.rule("prefix", "2", "carol")));
    }

    /// `referredBy.token: required`.
    private static World strict(TransferMode mode) {
        ReferredByRules rules = new ReferredByRules(ReferredByRules.Trust.EVERYBODY, true);
        return alice(mode).settings(s -> s.transfer(s.transfer().referredBy(rules)));
    }

    @TestFactory
    @DisplayName("B39: where a token is required, a REFER without one is refused with 429")
    Stream<DynamicTest> aTokenIsRequired() {
        String without = "a1> REFER Refer-To:carol Referred-By:alice\na1< 429\n";
        String elsewhere =
                "a1> REFER Refer-To:carol "
                        + SIGNED
                        + TOKEN.replace("<t@", "<u@")
                        + TYPE
                        + "\na1< 429\n";
        return Stream.of(TransferMode.CONSUME, TransferMode.PASS)
                .flatMap(
                        mode ->
                                TransferPlaying.inOrder(
                                        without + elsewhere + BOB_ENDS_IT_WITH_ALICE,
                                        strict(mode)));
    }

    @TestFactory
    @DisplayName("B39: where a token is required, who may not transfer hears 603 as ever")
    Stream<DynamicTest> whoMayNotLearnsNothing() {
        return TransferPlaying.inOrder(
                "a1> REFER Refer-To:carol\na1< 603\n" + BOB_ENDS_IT_WITH_ALICE,
                strict(TransferMode.DENY));
    }

    @TestFactory
    @DisplayName("B39: where a token is required, a REFER that brings it is carried out")
    Stream<DynamicTest> theTokenIsEnough() {
        return TransferPlaying.inOrder(
                "a1> REFER Refer-To:carol "
                        + SIGNED
                        + TOKEN
                        + TYPE
                        + ASKED
                        + "c< INVITE offer=b "
                        + SIGNED
                        + "\n"
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                strict(TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("B39: an account says for itself whether its REFERs need a token")
    Stream<DynamicTest> theAccountSaysWhetherOneIsRequired() {
        TransferHabits required = new TransferHabits(Endpoint.USUAL, "", "", "required");
        TransferHabits optional = new TransferHabits(Endpoint.USUAL, "", "", "optional");
        return Stream.concat(
                TransferPlaying.inOrder(
                        "a1> REFER Refer-To:carol\na1< 429\n" + BOB_ENDS_IT_WITH_ALICE,
                        alice(TransferMode.CONSUME).habits("alice", required)),
                TransferPlaying.inOrder(
                        TransferPlaying.CAROL_IS_CALLED
                                + CAROL_AND_BOB_ARE_JOINED
                                + ALICE_LEAVES
                                + BOB_ENDS_IT_WITH_CAROL,
                        strict(TransferMode.CONSUME).habits("alice", optional)));
    }

    private static final String WITH_A_TOKEN = "a1> REFER Refer-To:carol " + SIGNED + TOKEN + TYPE;

    private static final String CALLED_AGAIN =
            "c< INVITE offer=b "
                    + SIGNED
                    + "\nc> 415\nc< ACK\n"
                    + "c< INVITE offer=b Referred-By:\"<sip:alice@example.org>\""
                    + " Content-Type:application/sdp\n";

    @TestFactory
    @DisplayName("B20: a target that does not read the token (415) is called again without it")
    Stream<DynamicTest> aTargetThatDoesNotReadIt() {
        return TransferPlaying.everyWay(
                WITH_A_TOKEN
                        + ASKED
                        + CALLED_AGAIN
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                alice(TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("B20: what it says to that is told to the transferor")
    Stream<DynamicTest> whatItSaysThen() {
        return TransferPlaying.everyWay(
                WITH_A_TOKEN
                        + ASKED
                        + CALLED_AGAIN
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                alice(TransferMode.CONSUME));
    }
}
