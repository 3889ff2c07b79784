package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import io.referee.server.account.ChallengeOffer;
import io.referee.server.account.TransferMode;
import io.referee.server.app.Core;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Set;
import java.util.stream.Stream;

/// Who is shown to whom (RFC 3323, RFC 3325, RFC 3324). Phone g plays a neighbour elsewhere, b a
/// phone of ours.
class IdentityTest {
    private static final String ASSERTED =
            "P-Asserted-Identity:\"\\\"Gina\\\" <sip:+4912345@elsewhere.example>\"";

    private static final String REFUSED =
            """
            b> 486
            b< ACK
            """;

    /// The neighbours at these addresses are trusted.
    private static World trusting(String... hosts) {
        Set<String> trusted = Set.of(hosts);
        return World.usual()
                .settings(
                        s ->
                                s.identity(
                                        new Core.Identity(
                                                hop -> trusted.contains(hop.host()),
                                                ChallengeOffer.DEFAULT)));
    }

    private static String call(String caller, String said, String heard) {
        return caller
                + "> INVITE to:bob "
                + said
                + "\nb< INVITE "
                + heard
                + '\n'
                + REFUSED
                + caller
                + "< 486\n";
    }

    /// RFC 3325 §5: what a stranger asserts is removed.
    @TestFactory
    Stream<DynamicTest> aStrangersWordIsNotPassedOn() {
        return everyWay(call("g1", ASSERTED, "P-Asserted-Identity:none"), trusting());
    }

    @TestFactory
    Stream<DynamicTest> aTrustedNeighboursWordIs() {
        return everyWay(
                call("g1", ASSERTED, "P-Asserted-Identity:*+4912345@elsewhere.example*"),
                trusting("198.51.100.5"));
    }

    /// Who is trusted is told by where the request came from (RFC 3325 §5), and anybody can write a
    /// Contact.
    @TestFactory
    Stream<DynamicTest> aStrangerWithTheContactOfATrustedNeighbourIsNotTrusted() {
        return everyWay(
                call(
                        "g1",
                        ASSERTED
                                + " Via:\"SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKbehind\""
                                + " Contact:\"<sip:gina@198.51.100.1>\"",
                        "P-Asserted-Identity:none"),
                trusting("198.51.100.1"));
    }

    /// Neither does a name in Record-Route change where the request came from.
    @TestFactory
    Stream<DynamicTest> aTrustedProxyThatRecordRoutesWithANameIsTrusted() {
        return everyWay(
                call(
                        "g1",
                        ASSERTED
                                + " Record-Route:\"<sip:edge.elsewhere.example;lr>\""
                                + " Via:\"SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKbehind\"",
                        "P-Asserted-Identity:*+4912345@elsewhere.example*"),
                trusting("198.51.100.5"));
    }

    /// RFC 3325 §7.
    @TestFactory
    Stream<DynamicTest> aTrustedNeighboursWordIsKeptFromPhonesWhenTheCallerAsks() {
        return everyWay(
                call(
                        "g1",
                        ASSERTED + " Privacy:id",
                        "P-Asserted-Identity:none Privacy:none"
                                + " From:\"\\\"Anonymous\\\""
                                + " <sip:anonymous@anonymous.invalid>*\""),
                trusting("198.51.100.5"));
    }

    @TestFactory
    Stream<DynamicTest> amongTrustedNeighboursPrivacyGoesAlong() {
        return everyWay(
                call("g1", ASSERTED + " Privacy:id", "P-Asserted-Identity:*+4912345@* Privacy:id"),
                trusting("198.51.100.5", "198.51.100.2"));
    }

    /// An account's phone is not trusted, wherever it sends from.
    @TestFactory
    Stream<DynamicTest> anAccountAssertsNothingButIsVouchedForAmongTrustedNeighbours() {
        return inOrder(
                call(
                        "a1",
                        "P-Asserted-Identity:\"<sip:boss@example.org>\"",
                        "P-Asserted-Identity:<sip:alice@example.org>"),
                trusting("198.51.100.1", "198.51.100.2"));
    }

    @TestFactory
    Stream<DynamicTest> phonesAreNotToldWhoIsVouchedFor() {
        return everyWay(call("a1", "", "P-Asserted-Identity:none from:alice"), trusting());
    }

    /// RFC 3325 §6: the account may choose among its own identities.
    @TestFactory
    Stream<DynamicTest> aPreferredIdentityIsHeededWhenItIsTheAccountsOwn() {
        return inOrder(
                call(
                                "a1",
                                "P-Preferred-Identity:\"\\\"Alice A.\\\""
                                        + " <sip:alice@example.org>\"",
                                "P-Asserted-Identity:\"\\\"Alice A.\\\""
                                        + " <sip:alice@example.org>\""
                                        + " P-Preferred-Identity:none")
                        + call(
                                "a2",
                                "P-Preferred-Identity:\"<sip:boss@example.org>\"",
                                "P-Asserted-Identity:<sip:alice@example.org>"),
                trusting("198.51.100.2"));
    }

    /// RFC 3323 §4.1: what a user says of itself goes too.
    @TestFactory
    Stream<DynamicTest> aUserWhoWantsPrivacyIsAnonymous() {
        return everyWay(
                call(
                        "a1",
                        "Privacy:user Subject:hello Organization:ACME Call-Info:<http://a>"
                                + " X-Kept:yes",
                        "From:\"\\\"Anonymous\\\" <sip:anonymous@anonymous.invalid>*\""
                                + " Privacy:none Subject:none Organization:none Call-Info:none"
                                + " X-Kept:yes"),
                trusting());
    }

    @TestFactory
    Stream<DynamicTest> privacyNoneMeansNone() {
        return everyWay(call("a1", "Privacy:none;id", "from:alice"), trusting());
    }

    /// RFC 3323 §5: session privacy is for those who carry media.
    @TestFactory
    Stream<DynamicTest> whatIsCriticalAndImpossibleEndsTheCall() {
        return everyWay(
                """
                a1> INVITE to:bob Privacy:"session;critical"
                a1< 500
                a2> INVITE to:bob Privacy:"id;critical"
                b< INVITE Privacy:none From:*anonymous.invalid*
                b> 486
                b< ACK
                a2< 486
                """,
                trusting());
    }

    /// RFC 7044 §10.1: who was called before is for the network.
    @TestFactory
    Stream<DynamicTest> historyCrossesUnlessTheCallerAsksOtherwise() {
        String history = "History-Info:\"<sip:info@example.org>;index=1\" Diversion:<sip:d@a>";
        return inOrder(
                call("g1", history, "History-Info:*index=1* Diversion:<sip:d@a>")
                        + call(
                                "g2",
                                history + " Privacy:history",
                                "History-Info:none Diversion:none Privacy:none from:gina"),
                trusting());
    }

    /// A transfer must not tell what the caller hid.
    @TestFactory
    Stream<DynamicTest> aTransferKeepsACallerAnonymous() {
        return inOrder(
                """
                a1> INVITE to:bob Privacy:user
                b< INVITE From:*anonymous.invalid*
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                b> REFER Refer-To:carol
                b< 202
                b< NOTIFY
                b> 200
                c< INVITE From:*anonymous.invalid*
                c> 486
                c< ACK
                b< NOTIFY
                b> 200
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """,
                trusting().transfer("bob", TransferMode.CONSUME));
    }

    /// RFC 3326 §2: a request may give several reasons.
    @TestFactory
    Stream<DynamicTest> everyReasonCrosses() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                a1> CANCEL Reason:"SIP;cause=200, Q.850;cause=26"
                a1< 487
                b< CANCEL Reason:"SIP;cause=200, Q.850;cause=26"
                b> 487
                b< ACK
                a2> INVITE to:bob
                b1< INVITE
                b1> 200
                b1< ACK
                a2< 200
                a2> ACK
                +1s
                a2> BYE Reason:SIP;cause=200 Reason:Q.850;cause=16
                a2< 200
                b1< BYE Reason:SIP;cause=200 Reason:Q.850;cause=16
                b1> 200
                """,
                trusting());
    }
}
