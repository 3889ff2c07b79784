package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.TransferRecord;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parser;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Case 81: fraud and abuse (`transfers.md` F.7), each by its S number: what is refused leaves one
/// row of the audit, a transfer one record besides, and no leg that anybody would pay for. S8 needs
/// INVITE with Replaces, S14 a door of HTTP; S10 and S21 stand with the other rules too.
class TransferFraudLaddersTest {
    /// One row with this status, and no leg besides the two that were there.
    private static Consumer<Facts.Book> blocked(int status) {
        return book -> {
            assertThat(all(book, TransferRecord.class))
                    .singleElement()
                    .satisfies(
                            row -> {
                                assertThat(row.outcome()).isEqualTo(TransferRecord.Outcome.FAILED);
                                assertThat(row.stage()).isEqualTo("admission");
                                assertThat(row.status()).isEqualTo(status);
                            });
            assertThat(all(book, LegRecord.class)).hasSize(2);
            assertThat(book.audit)
                    .singleElement()
                    .satisfies(
                            row -> {
                                assertThat(row.type()).isEqualTo("transfer.blocked");
                                assertThat(row.reason()).startsWith(status + " ");
                            });
        };
    }

    /// No leg besides those that were there, no transfer, and one row of the audit.
    ///
    /// @param account whom it was about, or empty
    /// @param reason how it begins
    private static Consumer<Facts.Book> noted(
            int legs, String type, String account, String reason) {
        return book -> {
            assertThat(all(book, LegRecord.class)).hasSize(legs);
            assertThat(all(book, TransferRecord.class)).isEmpty();
            assertThat(book.audit)
                    .singleElement()
                    .satisfies(
                            row -> {
                                assertThat(row.type()).isEqualTo(type);
                                assertThat(row.account()).isEqualTo(account);
                                assertThat(row.reason()).startsWith(reason);
                                assertThat(row.source()).isNotEmpty();
                                assertThat(row.count()).isOne();
                            });
        };
    }

    private static <T> Stream<T> all(Facts.Book book, Class<T> kind) {
        return book.records.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    private static Stream<DynamicTest> refused(String refer, int status, World world) {
        return TransferPlaying.everyWay(
                        "a1> REFER %s\na1< %d\n".formatted(refer, status) + BOB_ENDS_IT_WITH_ALICE,
                        world.records(blocked(status)))
                .map(
                        test ->
                                DynamicTest.dynamicTest(
                                        refer.substring(0, Math.min(60, refer.length()))
                                                + ": "
                                                + test.getDisplayName(),
                                        test.getExecutable()));
    }

    @TestFactory
    @DisplayName(
            "case 81, S1, S2: a caller without account may not transfer, to a sip or a tel number")
    Stream<DynamicTest> aGuestMayNotTransfer() {
        return Stream.of("<sip:0900123456@example.org>", "<tel:+1900123456>")
                .flatMap(
                        target ->
                                Playing.everyWay(
                                        """
                                        g1> INVITE to:bob
                                        b< INVITE offer=g1
                                        b> 200
                                        b< ACK
                                        g1< 200
                                        g1> ACK
                                        g1> REFER Refer-To:"%s"
                                        g1< 603
                                        +1s
                                        b> BYE
                                        b< 200
                                        g1< BYE
                                        g1> 200
                                        """
                                                .formatted(target),
                                        World.usual().records(blocked(603))));
    }

    @TestFactory
    @DisplayName("case 81, S3: a callee that redirects causes no call")
    Stream<DynamicTest> aRedirectionIsNotFollowed() {
        return Playing.everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 302 Contact:"<sip:0900123:secret@example.org>"
                b< ACK
                a1< 480 Contact:none
                """,
                allowed()
                        .records(
                                noted(
                                        2,
                                        "security.redirected",
                                        "bob@example.org",
                                        "302 to sip:0900123@example.org")));
    }

    @TestFactory
    @DisplayName("case 81, S4: URI headers that forge or route are refused")
    Stream<DynamicTest> forgedHeadersAreRefused() {
        return Stream.of("From=%3Csip:rich@example.org%3E", "Route=%3Csip:x.example%3E")
                .flatMap(
                        header ->
                                refused(
                                        "Refer-To:\"<sip:carol@example.org?" + header + ">\"",
                                        603,
                                        allowed()));
    }

    @TestFactory
    @DisplayName("case 81, S5: line breaks in escapes are refused, in the URI and in its headers")
    Stream<DynamicTest> lineBreaksAreRefused() {
        return Stream.of("%0D%0AFrom:x@example.org", "@example.org?Subject=a%0d%0aVia:x")
                .flatMap(rest -> refused("Refer-To:\"<sip:carol" + rest + ">\"", 400, allowed()));
    }

    @TestFactory
    @DisplayName("case 81, S6: a Referred-By of somebody else is not who pays")
    Stream<DynamicTest> aForgedReferredByIsNotWhoPays() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace("Refer-To:carol", "Refer-To:carol Referred-By:dave")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed()
                        .records(
                                book ->
                                        assertThat(all(book, LegRecord.class))
                                                .filteredOn(leg -> leg.to().contains("carol"))
                                                .singleElement()
                                                .satisfies(
                                                        leg ->
                                                                assertThat(leg.payer())
                                                                        .isEqualTo(
                                                                                "alice@example.org"))));
    }

    @TestFactory
    @DisplayName(
            "case 81, S7: a REFER with the dialog ids of another phone is challenged and does"
                    + " nothing")
    Stream<DynamicTest> aReferWithStolenIdsDoesNothing() {
        return TransferPlaying.everyWay(
                """
                g1> OPTIONS to:bob
                g1< 200
                api> forge leg=a1 sender=g1
                api< 200
                a1< 401 REFER
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed()
                        .records(
                                noted(
                                        2,
                                        "security.refused",
                                        "alice@example.org",
                                        "REFER within a call from elsewhere: 401")));
    }

    @TestFactory
    @DisplayName("case 81, S9: two who transfer a call to and fro come to the limit of the call")
    Stream<DynamicTest> aChainThatGoesToAndFroEnds() {
        StringBuilder ladder = new StringBuilder();
        String[] names = {"dave", "carol"};
        String from = "c";
        for (int i = 0; i < 4; i++) {
            String to = i % 2 == 0 ? "d" + (i + 1) : "c" + (i + 1);
            ladder.append(moved(from, names[i % 2], to));
            from = to;
        }
        ladder.append(from).append("> REFER Refer-To:dave\n").append(from).append("< 603\n");
        ladder.append("b> BYE\nb< 200\n").append(from).append("< BYE\n").append(from);
        ladder.append("> 200\n");
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED + CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES + ladder,
                allowed()
                        .transfer("carol", TransferMode.CONSUME)
                        .transfer("dave", TransferMode.CONSUME));
    }

    private static String moved(String from, String target, String to) {
        return """
        +1s
        {f}> REFER Refer-To:{target}
        {f}< 202
        {f}< NOTIFY 100
        {f}> 200
        {t}< INVITE offer=b
        {t}> 200
        {t}< ACK
        b< re-INVITE offer={t}
        b> 200
        b< ACK
        {f}< NOTIFY 200 terminated
        {f}> 200
        {f}> BYE
        {f}< 200
        """
                .replace("{f}", from)
                .replace("{target}", target)
                .replace("{t}", to);
    }

    @TestFactory
    @DisplayName("case 81, S10: a storm of REFERs costs nothing but its answers")
    Stream<DynamicTest> aStormOfRefersLeadsNowhere() {
        return TransferPlaying.inOrder(
                "a1> REFER Refer-To:\"<http://x>\"\na1< 603\n".repeat(20)
                        + "a1> REFER Refer-To:carol\na1< 603\n".repeat(30)
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed()
                        .records(
                                book -> {
                                    assertThat(all(book, TransferRecord.class)).hasSize(20);
                                    assertThat(book.audit)
                                            .filteredOn(row -> row.type().endsWith("refer_flood"))
                                            .hasSize(1);
                                    assertThat(all(book, LegRecord.class)).hasSize(2);
                                }));
    }

    @TestFactory
    @DisplayName("case 81, S11: a REFER outside of a call is refused")
    Stream<DynamicTest> aReferOutsideOfACallIsRefused() {
        return Playing.everyWay(
                "g1> REFER to:bob Refer-To:\"<sip:0900@example.org>\"\ng1< 403\n",
                World.usual()
                        .records(
                                noted(
                                        0,
                                        "security.refused",
                                        "bob@example.org",
                                        "REFER outside of a call: 403; allowed by")));
    }

    @TestFactory
    @DisplayName("case 81, S11: a REFER to the registrar is refused")
    Stream<DynamicTest> aReferToTheRegistrarIsRefused() {
        return Playing.everyWay(
                "g1> REFER to:\"sip:example.org\" Refer-To:\"<sip:0900@example.org>\"\ng1< 405\n",
                World.usual()
                        .records(noted(0, "security.refused", "", "REFER to the registrar: 405")));
    }

    @TestFactory
    @DisplayName("case 81, S12, S13, S20: another method, a dialog that is not theirs, a web page")
    Stream<DynamicTest> whatIsNoTargetIsRefused() {
        return Stream.of(
                        "<sip:carol@example.org;method=BYE>",
                        "<sip:carol@example.org?Replaces=x%3Bto-tag%3Dy%3Bfrom-tag%3Dz>",
                        "<http://example.org/x>")
                .flatMap(target -> refused("Refer-To:\"" + target + '"', 603, allowed()));
    }

    @TestFactory
    @DisplayName("case 81, S15: a secure call is not transferred to a target that is not")
    Stream<DynamicTest> aSecureCallStaysSecure() {
        String referred = "a1> REFER Refer-To:carol\na1< 603\n" + BOB_ENDS_IT_WITH_ALICE;
        return Playing.bothRoles(
                ALICE_CALLED.replace(
                                "INVITE to:bob", "INVITE to:bob from:\"<sips:alice@example.org>\"")
                        + referred,
                BOB_CALLED.replace(
                                "INVITE to:alice",
                                "INVITE to:alice from:\"<sips:bob@example.org>\"")
                        + referred,
                allowed().records(blocked(603)));
    }

    @TestFactory
    @DisplayName("case 81, S16: a Refer-To that is longer than any URI is refused")
    Stream<DynamicTest> aHugeReferToIsRefused() {
        return refused("Refer-To:\"<sip:" + "c".repeat(9_000) + "@example.org>\"", 400, allowed());
    }

    @Test
    @DisplayName("case 81, S16: a Refer-To of 100 kB is not even read")
    void aReferToOf100KilobytesIsNotRead() {
        String refer =
                "REFER sip:bob@example.org SIP/2.0\r\n"
                        + "Via: SIP/2.0/TCP 198.51.100.1;branch=z9hG4bKx\r\n"
                        + "From: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.org>;tag=2\r\n"
                        + "Call-ID: x\r\nCSeq: 2 REFER\r\nMax-Forwards: 70\r\nRefer-To: <sip:"
                        + "c".repeat(100_000)
                        + "@example.org>\r\nContent-Length: 0\r\n\r\n";
        assertThat(Parser.datagram(refer.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOfSatisfying(
                        Malformed.class, bad -> assertThat(bad.status()).isIn(400, 413, 513));
    }

    @TestFactory
    @DisplayName("case 81, S17: the body of a REFER is not looked at")
    Stream<DynamicTest> theBodyOfAReferIsNotLookedAt() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace(
                                "Refer-To:carol",
                                "Refer-To:carol type=application/xml body=\"<!DOCTYPE a [<!ENTITY b"
                                        + " 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>\"")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 81, S18: the transferor is told nothing of the target but its status")
    Stream<DynamicTest> theTransferorIsToldTheStatusOnly() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 486 reason="At the dentist" X-Secret:1 Contact:"<sip:mobile@192.0.2.1>"
                        c< ACK
                        a1< NOTIFY 486 terminated X-Secret:none body="SIP/2.0 486 Busy Here\\r\\n"
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 81, S19: a SUBSCRIBE to a guessed address is refused")
    Stream<DynamicTest> aSubscribeToAGuessedAddressIsRefused() {
        return Playing.everyWay(
                """
                g1> SUBSCRIBE to:"sip:guess@example.org;gr=guess" Event:refer
                g1< 403
                """,
                World.usual()
                        .records(
                                noted(
                                        0,
                                        "security.refused",
                                        "",
                                        "SUBSCRIBE to a transfer that is not known: 403")));
    }

    @TestFactory
    @DisplayName("case 81, S21: an account that may no more is refused in the middle of its call")
    Stream<DynamicTest> aSuspendedAccountIsRefused() {
        return TransferPlaying.everyWay(
                "api> deny account=alice\napi< 200\na1> REFER Refer-To:carol\na1< 603\n"
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().records(blocked(603)));
    }
}
