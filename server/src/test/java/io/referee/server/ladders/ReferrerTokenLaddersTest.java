package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// REFERs whose Referred-By names a part of the body that proves it (RFC 3892 §4).
class ReferrerTokenLaddersTest {
    private static final String SIGNED =
            "Referred-By:\"<sip:alice@example.org>;cid=\\\"t@example.org\\\"\"";

    private static final String TOKEN =
            " body=\"--z\\r\\nContent-ID: <t@example.org>\\r\\n\\r\\nsigned\\r\\n--z--\"";

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

    @TestFactory
    @DisplayName("B20: the INVITE to the target has no token, and its Referred-By names none")
    Stream<DynamicTest> theInviteNamesNoToken() {
        return TransferPlaying.everyWay(
                "a1> REFER Refer-To:carol "
                        + SIGNED
                        + TOKEN
                        + TYPE
                        + """

                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        c< INVITE offer=b Referred-By:"<sip:alice@example.org>"
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                alice(TransferMode.CONSUME));
    }
}
