package io.referee.server.ladders;

import static io.referee.server.ladders.World.rule;

import io.referee.server.account.Provider;
import io.referee.server.account.Provider.CallerId;
import io.referee.server.account.Provider.Identity;
import io.referee.server.account.TransferMode;
import io.referee.server.app.Core;
import io.referee.server.call.TrustDomain;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Whom a provider is told that it talks with (`transfers.md` 0.9). The provider `blueface` is
/// played by the phone `p`.
class ProviderIdentityLaddersTest {
    private static final String RPID =
            "Remote-Party-ID:\"<sip:%s@example.org>;party=calling;screen=yes;privacy=%s\"";

    private static final String PAI = "P-Asserted-Identity:\"<sip:%s@example.org>\"";

    private static World world(Identity identity, CallerId callerId, boolean trusted) {
        Provider.Shown shown = new Provider.Shown(identity, callerId);
        TrustDomain trust = hop -> trusted && hop.host().equals("198.51.100.6");
        return TransferPlaying.allowed()
                .guest("p", "u")
                .provider("blueface", "p", old -> Providers.shown(old, shown))
                .plans(book -> book.dial("dave", "085@blueface"))
                .transferPlan(rule("exact", "+1555", "${EXTEN}@blueface"))
                .settings(s -> s.identity(new Core.Identity(trust, s.identity().offer())));
    }

    private static Stream<DynamicTest> called(World world, String privacy, String heard) {
        return Playing.everyWay(
                """
                d> INVITE to:085 PRIVACY
                p< INVITE HEARD
                p> 486
                p< ACK
                d< 486
                """
                        .replace("PRIVACY", privacy)
                        .replace("HEARD", heard),
                world);
    }

    @TestFactory
    @DisplayName("0.9: a trusted provider is told who calls in the header that it wants")
    Stream<DynamicTest> inTheHeaderThatItWants() {
        String rpid = RPID.formatted("dave", "off");
        String pai = PAI.formatted("dave");
        return Stream.of(
                        called(
                                world(Identity.PAI, CallerId.DIALPLAN, true),
                                "",
                                pai + " Remote-Party-ID:none"),
                        called(
                                world(Identity.RPID, CallerId.DIALPLAN, true),
                                "",
                                rpid + " P-Asserted-Identity:none"),
                        called(world(Identity.BOTH, CallerId.DIALPLAN, true), "", rpid + " " + pai))
                .flatMap(each -> each);
    }

    @TestFactory
    @DisplayName("0.9: who wants to stay hidden is told as such")
    Stream<DynamicTest> privacy() {
        return called(
                world(Identity.RPID, CallerId.DIALPLAN, true),
                "Privacy:id",
                RPID.formatted("dave", "full") + " P-Asserted-Identity:none");
    }

    @TestFactory
    @DisplayName("0.9: a provider that is not trusted is told nothing, in no header")
    Stream<DynamicTest> notToStrangers() {
        return called(
                world(Identity.BOTH, CallerId.DIALPLAN, false),
                "",
                "P-Asserted-Identity:none Remote-Party-ID:none");
    }

    private static Stream<DynamicTest> transferred(World world, String heard) {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:"<tel:+1555>"
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                p< INVITE uri="sip:+1555@198.51.100.6*" offer=b HEARD
                p> 486
                p< ACK
                a1< NOTIFY 486 terminated
                a1> 200
                """
                                .replace("HEARD", heard)
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                world);
    }

    private static final String DIVERTED = "Diversion:\"<sip:u@198.51.100.6*>;reason=deflection\"";

    @TestFactory
    @DisplayName("0.9: over a provider the target is called in the name that is set for it")
    Stream<DynamicTest> inTheNameThatIsSet() {
        return Stream.of(
                        transferred(
                                world(Identity.PAI, CallerId.DIALPLAN, false),
                                "from:\"<sip:u@198.51.100.6>*\" Diversion:none"),
                        transferred(
                                world(Identity.PAI, CallerId.TRANSFEREE, false),
                                "from:\"*<sip:bob@198.51.100.6>*\" " + DIVERTED),
                        transferred(
                                world(Identity.PAI, CallerId.TRANSFEROR, false),
                                "from:\"*<sip:alice@198.51.100.6>*\" " + DIVERTED))
                .flatMap(each -> each);
    }

    @TestFactory
    @DisplayName("0.9: a re-INVITE tells a provider in the same header who it talks with now")
    Stream<DynamicTest> afterAJoin() {
        return Playing.everyWay(
                """
                d> INVITE to:085
                p< INVITE Remote-Party-ID:"*dave*"
                p> 200
                p< ACK
                d< 200
                d> ACK
                +1s
                d> REFER Refer-To:carol
                d< 202
                d< NOTIFY 100
                d> 200
                c< INVITE offer=p
                c> 200
                c< ACK
                p< re-INVITE offer=c RPID P-Asserted-Identity:none
                p> 200
                p< ACK
                d< NOTIFY 200 terminated
                d> 200
                d> BYE
                d< 200
                +1s
                c> BYE
                c< 200
                p< BYE
                p> 200
                """
                        .replace("RPID", RPID.formatted("carol", "off")),
                world(Identity.RPID, CallerId.DIALPLAN, true)
                        .transferPlan(rule("exact", "carol", "carol@local"))
                        .transfer("dave", TransferMode.CONSUME));
    }
}
