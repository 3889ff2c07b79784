package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.server.transfer.ReferredByRules;
import io.referee.server.transfer.ReferredByRules.Trust;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Whose Referred-By reaches others (`transfers.md` F.4), and REFERs that have to prove it (0.6
/// step 12). The provider `blueface` is played by the phone `p`.
class ReferredByLaddersTest {
    private static final String RICH = "Referred-By:\"<sip:rich@example.org>\"";

    private static final String SIGNED =
            "Referred-By:\"<sip:rich@example.org>;cid=\\\"t@example.org\\\"\"";

    private static final String TOKEN =
            " Content-Disposition:\"aib;handling=optional\" Content-ID:\"<t@example.org>\""
                    + " body=\"signed\" type=application/pkcs7-mime";

    private static World world(World world, Trust trust, boolean tokenNeeded) {
        ReferredByRules rules = new ReferredByRules(trust, tokenNeeded);
        return world.settings(s -> s.transfer(s.transfer().referredBy(rules)));
    }

    /// What alice says of herself, and what carol hears.
    private static Stream<DynamicTest> consumed(Trust trust, String said, String heard) {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol SAID
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE offer=b HEARD
                c> 486
                c< ACK
                a1< NOTIFY 486 terminated
                a1> 200
                """
                                .replace("SAID", said)
                                .replace("HEARD", heard)
                        + BOB_ENDS_IT_WITH_ALICE,
                world(TransferPlaying.allowed(), trust, false));
    }

    @TestFactory
    @DisplayName("F.4: what an account says of itself is passed on as it is")
    Stream<DynamicTest> anAccountIsBelieved() {
        return consumed(Trust.ACCOUNTS, RICH, RICH);
    }

    @TestFactory
    @DisplayName("F.4: with trust off the target hears the account itself, and no proof")
    Stream<DynamicTest> nobodyIsBelieved() {
        return Stream.concat(
                consumed(Trust.NOBODY, RICH, "Referred-By:\"<sip:alice@example.org>\""),
                consumed(
                        Trust.NOBODY,
                        SIGNED + TOKEN,
                        "Referred-By:\"<sip:alice@example.org>\" Content-Type:application/sdp"));
    }

    @TestFactory
    @DisplayName("F.4: with trust off a REFER that is passed on names the account itself")
    Stream<DynamicTest> passedOn() {
        return TransferPlaying.everyWay(
                "a1> REFER Refer-To:carol "
                        + SIGNED
                        + TOKEN
                        + """

                        b< REFER Refer-To:carol Referred-By:"<sip:alice@example.org>" Content-Type:none
                        b> 603
                        a1< 603
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                world(World.usual().transfer("alice", TransferMode.PASS), Trust.NOBODY, false));
    }

    private static Stream<DynamicTest> provider(Trust trust, String heard) {
        Provider.Transfers may = new Provider.Transfers(TransferMode.CONSUME, "carol@example.org");
        return Playing.everyWay(
                """
                p> INVITE uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6"
                m< INVITE offer=p
                m> 200
                m< ACK
                p< 200 answer=m
                p> ACK
                +1s
                p> REFER Refer-To:dave SAID
                p< 202
                p< NOTIFY 100
                p> 200
                d< INVITE offer=m HEARD
                d> 486
                d< ACK
                p< NOTIFY 486 terminated
                p> 200
                p> BYE
                p< 200
                m< BYE
                m> 200
                """
                        .replace("SAID", RICH)
                        .replace("HEARD", heard),
                world(
                        World.usual()
                                .guest("p", "u")
                                .phone("m", "aaron")
                                .provider("blueface", "p", old -> Providers.transferring(old, may)),
                        trust,
                        false));
    }

    @TestFactory
    @DisplayName("F.4, S6: what a provider says of itself reaches nobody")
    Stream<DynamicTest> aProviderIsNotBelieved() {
        return provider(Trust.ACCOUNTS, "Referred-By:none");
    }

    @TestFactory
    @DisplayName("F.4: with trust on it does")
    Stream<DynamicTest> everybodyIsBelieved() {
        return provider(Trust.EVERYBODY, RICH);
    }

    private static World strict(TransferMode mode) {
        return world(World.usual().transfer("alice", mode), Trust.ACCOUNTS, true);
    }

    @TestFactory
    @DisplayName("B39: where a token is demanded, a REFER without one is refused with 429")
    Stream<DynamicTest> withoutAToken() {
        return Stream.of(TransferMode.CONSUME, TransferMode.PASS)
                .flatMap(
                        mode ->
                                TransferPlaying.everyWay(
                                        "a1> REFER Refer-To:carol "
                                                + RICH
                                                + "\na1< 429\na1> REFER Refer-To:carol "
                                                + SIGNED
                                                + "\na1< 429\n"
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        strict(mode)));
    }

    @TestFactory
    @DisplayName("B39: one with a token is carried out")
    Stream<DynamicTest> withAToken() {
        return TransferPlaying.everyWay(
                "a1> REFER Refer-To:carol "
                        + SIGNED
                        + TOKEN
                        + """

                        a1< 202
                        a1< NOTIFY 100
                        a1> 200
                        c< INVITE offer=b SIGNED
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                                .replace("SIGNED", SIGNED)
                        + BOB_ENDS_IT_WITH_ALICE,
                strict(TransferMode.CONSUME));
    }
}
