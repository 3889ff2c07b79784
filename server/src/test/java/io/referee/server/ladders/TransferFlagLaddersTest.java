package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.ToForm;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.ReferRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is known of single targets and peers: who answers at once, who makes an offer, who wants
/// numbers in which form.
class TransferFlagLaddersTest {
    private static final String ALICE_REFERS =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    private static World media(boolean early, List<String> automatons, List<String> lateOffers) {
        MediaRules rules =
                new MediaRules(
                        Strategy.AUTO,
                        early,
                        Optional.empty(),
                        false,
                        automatons,
                        lateOffers,
                        Duration.ZERO);
        return allowed().media(rules);
    }

    @TestFactory
    @DisplayName("0.8, auto 3: for a target that answers at once the transferee is asked first")
    Stream<DynamicTest> anAutomatonIsCalledWithAFreshOffer() {
        return TransferPlaying.everyWay(
                ALICE_REFERS
                        + """
                        b< re-INVITE offer=none
                        b> 200 port=4444
                        c< INVITE offer=b port=4444
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                media(false, List.of("car"), List.of("carol")));
    }

    @TestFactory
    @DisplayName("0.8, auto 4: a target that can make an offer is asked for it")
    Stream<DynamicTest> aTargetThatCanIsAskedForItsOffer() {
        return TransferPlaying.everyWay(
                ALICE_REFERS
                        + """
                        c< INVITE offer=none
                        c> 200
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        c< ACK answer=b
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                media(false, List.of("dave"), List.of("carol")));
    }

    @TestFactory
    @DisplayName("0.8, auto 4: but not when early media is wanted, for which it needs an offer")
    Stream<DynamicTest> withEarlyMediaItGetsAnOffer() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED + CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES + BOB_ENDS_IT_WITH_CAROL,
                media(true, List.of(), List.of("carol")));
    }

    private static Stream<DynamicTest> referred(
            ToForm form, String caller, String to, String expected) {
        World world =
                allowed()
                        .settings(
                                s -> {
                                    ReferRules r = s.transfer().refer();
                                    return s.transfer(
                                            s.transfer()
                                                    .refer(
                                                            new ReferRules(
                                                                    r.acceptCode(),
                                                                    r.notifyStyle(),
                                                                    r.notifyAfterBye(),
                                                                    r.outOfDialog(),
                                                                    r.headers(),
                                                                    r.eventId(),
                                                                    form)));
                                });
        return Playing.inOrder(
                """
                @> INVITE to:alice
                a1< INVITE
                a1> 200
                a1< ACK
                @< 200
                @> ACK
                api> refer leg=@ to="%s"
                api< 202
                @< REFER Refer-To:"%s"
                @> 603
                a1> BYE
                a1< 200
                @< BYE
                @> 200
                """
                        .formatted(to, expected)
                        .replace("@>", caller + '>')
                        .replace("@<", caller + '<')
                        .replace("leg=@", "leg=" + caller),
                world);
    }

    @TestFactory
    @DisplayName("A3 rule 2: numbers go to who is no account in the form that is set")
    Stream<DynamicTest> numbersGoOutInTheForm() {
        return Stream.of(
                        referred(ToForm.AS_GIVEN, "g", "tel:+1-555", "<tel:+1-555>"),
                        referred(ToForm.TEL, "g", "sip:+1555@x.example", "<tel:+1555>"),
                        referred(
                                ToForm.TEL,
                                "g",
                                "sip:carol@x.example",
                                "<sip:carol@x.example;xid=*>"),
                        referred(
                                ToForm.SIP_TRUNK_HOST,
                                "g",
                                "tel:+1-555",
                                "<sip:+1555@elsewhere.example;xid=*>"))
                .flatMap(tests -> tests);
    }

    @TestFactory
    @DisplayName("A3 rule 2: to an account of ours they go as they are given")
    Stream<DynamicTest> accountsGetThemAsGiven() {
        return referred(ToForm.TEL, "b", "sip:+1555@x.example", "<sip:+1555@x.example;xid=*>");
    }
}
