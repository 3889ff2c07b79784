package io.referee.server.ladders;

import io.referee.server.account.Provider;
import io.referee.server.transfer.ToForm;
import io.referee.server.transfer.TransferSettings.ReferRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// How a REFER of ours to a provider names a number, where the provider says so (`transfers.md` A3
/// rule 2). The provider `blueface` is played by the phone `p`, the account of its owner's name by
/// `m`.
class ReferToFormLaddersTest {
    private static final String CALLED =
            """
            a1> INVITE to:5
            p< INVITE offer=a1
            p> 200
            p< ACK
            a1< 200 answer=p
            a1> ACK
            +1s
            """;

    private static final String CALLING =
            """
            p> INVITE uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6" from:"<sip:0851234567@198.51.100.6>"
            m< INVITE offer=p
            m> 200
            m< ACK
            p< 200 answer=m
            p> ACK
            +1s
            """;

    private static String asked(String expected) {
        return """
        api> refer leg=p to="sip:+1555@x.example"
        api< 202
        p< REFER Refer-To:"%s"
        """
                .formatted(expected);
    }

    private static String ends(String other) {
        return """
        p> BYE
        p< 200
        %1$s< BYE
        %1$s> 200
        """
                .formatted(other);
    }

    /// @param all what is set for everybody
    private static World world(String own, ToForm all) {
        return World.usual()
                .plans(book -> book.dial("alice", "085@blueface"))
                .guest("p", "u")
                .phone("m", "aaron")
                .provider("blueface", "p", old -> naming(old, own))
                .settings(s -> s.transfer(s.transfer().refer(rules(s.transfer().refer(), all))));
    }

    private static ReferRules rules(ReferRules old, ToForm all) {
        return new ReferRules(
                old.acceptCode(),
                old.notifyStyle(),
                old.notifyAfterBye(),
                old.outOfDialog(),
                old.headers(),
                old.eventId(),
                all);
    }

    private static Provider naming(Provider old, String form) {
        Provider.Calls calls = old.calls();
        return new Provider(
                old.owner(),
                old.name(),
                old.server(),
                old.login(),
                new Provider.Calls(
                        calls.outboundProxy(),
                        calls.from(),
                        calls.customHeaders(),
                        form,
                        calls.transfers(),
                        calls.shown()),
                old.registration());
    }

    @TestFactory
    @DisplayName("A3 rule 2: a call over a provider that wants tel")
    Stream<DynamicTest> aCallOverAProvider() {
        return Playing.everyWay(
                CALLED + asked("<tel:+1555>") + "p> 603\n" + ends("a1"),
                world("tel", ToForm.AS_GIVEN));
    }

    @TestFactory
    @DisplayName("A3 rule 2: a call from a provider that wants its own host")
    Stream<DynamicTest> aCallFromAProvider() {
        return Playing.everyWay(
                CALLING + asked("<sip:+1555@198.51.100.6*>") + "p> 603\n" + ends("m"),
                world("sipTrunkHost", ToForm.TEL));
    }

    @TestFactory
    @DisplayName("A3 rule 2: a provider that wants numbers as they are, whatever the others get")
    Stream<DynamicTest> numbersAsTheyAre() {
        return Playing.inOrder(
                CALLED + asked("<sip:+1555@x.example;xid=*>") + "p> 603\n" + ends("a1"),
                world("asGiven", ToForm.TEL));
    }

    @TestFactory
    @DisplayName("A3 rule 2: a provider that says nothing is like all others")
    Stream<DynamicTest> likeAllOthers() {
        return Playing.inOrder(
                CALLED + asked("<tel:+1555>") + "p> 603\n" + ends("a1"), world("", ToForm.TEL));
    }

    @TestFactory
    @DisplayName("A3 rule 3: a provider that called us may challenge the REFER")
    Stream<DynamicTest> aChallengeWithinACallOfTheProvider() {
        return Playing.everyWay(
                CALLING
                        + asked("<tel:+1555>")
                        + """
                        p> 407 Proxy-Authenticate:"Digest realm=\\"r\\", nonce=\\"n\\", algorithm=MD5, qop=\\"auth\\""
                        p< REFER Refer-To:"<tel:+1555>" Proxy-Authorization:"Digest username=*"
                        p> 603
                        """
                        + ends("m"),
                world("tel", ToForm.AS_GIVEN));
    }
}
