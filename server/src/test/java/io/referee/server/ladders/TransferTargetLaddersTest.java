package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;
import static io.referee.server.ladders.World.rule;

import io.referee.server.transfer.TransferSettings.ReferRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// Where a transfer may lead, and what it may bring there (`transfers.md` A10).
class TransferTargetLaddersTest {
    private static final String REFUSED =
            """
            a1> REFER Refer-To:"%s"
            a1< 603
            """;

    /// With these headers allowed besides the usual ones.
    private static World headers(String... names) {
        ReferRules usual = ReferRules.STANDARD;
        ReferRules rules =
                new ReferRules(
                        usual.acceptCode(),
                        usual.notifyStyle(),
                        usual.notifyAfterBye(),
                        usual.outOfDialog(),
                        List.of(names));
        return allowed().settings(s -> s.transfer(s.transfer().refer(rules)));
    }

    private static Stream<DynamicTest> named(String name, Stream<DynamicTest> tests) {
        return tests.map(
                test ->
                        DynamicTest.dynamicTest(
                                name + ": " + test.getDisplayName(), test.getExecutable()));
    }

    @TestFactory
    @DisplayName("case 26: a configured header of Refer-To and of the REFER reaches the target")
    Stream<DynamicTest> configuredHeadersReachTheTarget() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:"<sip:carol@example.org?x-ticket=1&User-to-User=56>" X-Queue:sales X-Other:no
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE X-Ticket:1 User-to-User:56 X-Queue:sales X-Other:none uri="sip:carol@198.51.100.3*" to:carol
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                headers("X-Ticket", "X-Queue"));
    }

    @TestFactory
    @DisplayName("A10.8: what could forge, route or pay is refused even when it is configured")
    Stream<DynamicTest> whatCouldForgeIsRefused() {
        return Stream.of(
                        "Route",
                        "From",
                        "Via",
                        "Contact",
                        "Authorization",
                        "P-Asserted-Identity",
                        "P-Anything",
                        "Identity",
                        "Diversion",
                        "History-Info",
                        "Max-Forwards",
                        "body")
                .flatMap(
                        name ->
                                named(
                                        name,
                                        TransferPlaying.inOrder(
                                                REFUSED.formatted(
                                                                "<sip:carol@example.org?"
                                                                        + name
                                                                        + "=x>")
                                                        + BOB_ENDS_IT_WITH_ALICE,
                                                headers(name))));
    }

    @TestFactory
    @DisplayName("A10.9: a header that is not configured, or too long, is refused")
    Stream<DynamicTest> whatIsNotConfiguredIsRefused() {
        return Stream.of("X-Secret=1", "User-to-User=" + "5".repeat(513))
                .flatMap(
                        header ->
                                named(
                                        header.substring(0, 10),
                                        TransferPlaying.inOrder(
                                                REFUSED.formatted(
                                                                "<sip:carol@example.org?"
                                                                        + header
                                                                        + ">")
                                                        + BOB_ENDS_IT_WITH_ALICE,
                                                headers("X-Ticket"))));
    }

    @TestFactory
    @DisplayName("case 29: a target that names one of two phones rings only that one")
    Stream<DynamicTest> onlyTheNamedPhoneRings() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace(
                                "Refer-To:carol",
                                "Refer-To:\"<sip:carol@example.org;gr=urn:uuid:1>\"")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                twoPhones());
    }

    @TestFactory
    @DisplayName("case 29: an unknown phone of an account is told as 480, of nobody as 404")
    Stream<DynamicTest> anUnknownPhoneIsTold() {
        return Stream.of("carol;gr=urn:uuid:9 480", "zoe;gr=urn:uuid:1 404")
                .flatMap(
                        pair ->
                                named(
                                        pair,
                                        TransferPlaying.inOrder(
                                                """
                                                a1> REFER Refer-To:"<sip:%s@example.org;%s>"
                                                a1< 202
                                                a1< NOTIFY 100
                                                a1> 200
                                                a1< NOTIFY %s terminated
                                                a1> 200
                                                """
                                                                .formatted(
                                                                        (Object[])
                                                                                pair.split("[; ]"))
                                                        + BOB_ENDS_IT_WITH_ALICE,
                                                twoPhones())));
    }

    private static World twoPhones() {
        return allowed()
                .phone("cc", "carol")
                .instance("c", "urn:uuid:1")
                .instance("cc", "urn:uuid:2");
    }

    @TestFactory
    @DisplayName("A10.7: a sips target without a phone that has TLS is told as 480")
    Stream<DynamicTest> aSecureTargetNeedsASecurePhone() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:"<sips:carol@example.org>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                a1< NOTIFY 480 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "A10.7, S15: a secure call is not transferred to a target that is not, unless allowed")
    Stream<DynamicTest> aSecureCallStaysSecure() {
        String secure =
                TransferPlaying.ALICE_CALLED.replace(
                        "INVITE to:bob", "INVITE to:bob from:\"<sips:alice@example.org>\"");
        Stream<DynamicTest> refused =
                Playing.everyWay(
                        secure
                                + """
                                a1> REFER Refer-To:carol
                                a1< 603 Warning:"399 *sips*"
                                """
                                + BOB_ENDS_IT_WITH_ALICE,
                        allowed());
        Stream<DynamicTest> downgraded =
                Playing.everyWay(
                        secure
                                + CAROL_IS_CALLED
                                + CAROL_AND_BOB_ARE_JOINED
                                + ALICE_LEAVES
                                + BOB_ENDS_IT_WITH_CAROL,
                        allowed().recovery("restore", World.Recovering.SIPS_DOWNGRADE));
        return Stream.concat(refused, downgraded);
    }

    @TestFactory
    @DisplayName("A10.6: a local tel number with its context is dialled")
    Stream<DynamicTest> aLocalNumberWithItsContextIsDialled() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace(
                                "Refer-To:carol",
                                "Refer-To:\"<tel:1234;phone-context=example.org>\"")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().transferPlan(rule("exact", "1234", "carol")));
    }

    @TestFactory
    @DisplayName("A10.2: a target that is the transferor, or leads there, is refused")
    Stream<DynamicTest> aTargetThatIsTheTransferorIsRefused() {
        return Stream.of("alice", "77")
                .flatMap(
                        target ->
                                named(
                                        target,
                                        TransferPlaying.inOrder(
                                                """
                                                a1> REFER Refer-To:%s
                                                a1< 603 Warning:"399 *transfers*"
                                                """
                                                                .formatted(target)
                                                        + BOB_ENDS_IT_WITH_ALICE,
                                                allowed()
                                                        .transferPlan(
                                                                rule("exact", "77", "alice")))));
    }

    @TestFactory
    @DisplayName("F.6: denied numbers are refused however they are written")
    Stream<DynamicTest> deniedNumbersAreRefused() {
        return Stream.of(
                        "<tel:+1-900-555>",
                        "<sip:+1900555@example.org>",
                        "<sip:%2B1900@example.org>",
                        "<sip:0900@example.org>",
                        "<sip:carolina@example.org>")
                .flatMap(
                        target ->
                                named(
                                        target,
                                        TransferPlaying.inOrder(
                                                REFUSED.formatted(target) + BOB_ENDS_IT_WITH_ALICE,
                                                TransferRuleLaddersTest.limits(
                                                                limits ->
                                                                        limits.denied(
                                                                                List.of(
                                                                                        "+1900",
                                                                                        "0900",
                                                                                        "carolin")))
                                                        .transferPlan(
                                                                rule("prefix", "", "carol")))));
    }
}
