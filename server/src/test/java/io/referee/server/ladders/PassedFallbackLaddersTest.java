package io.referee.server.ladders;

import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings.PassRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A provider whose REFERs may only be passed on, and another party that does not know REFER: with
/// `pass.fallback: consume` the server places the call (`transfers.md` A1 rule 1). The provider
/// `blueface` is played by the phone `p`; aaron's phone `m` calls out over it.
class PassedFallbackLaddersTest {
    private static final String CALLED =
            """
            m> INVITE to:085
            p< INVITE offer=m
            p> 200
            p< ACK
            m< 200 answer=p
            m> ACK
            +1s
            """;

    private static final String ENDS =
            """
            +1s
            p> BYE
            p< 200
            m< BYE
            m> 200
            """;

    private static World world(String dial, String payer) {
        Provider.Transfers may = new Provider.Transfers(TransferMode.PASS, payer);
        return World.usual()
                .guest("p", "u")
                .phone("m", "aaron")
                .plans(book -> book.dial("aaron", dial))
                .provider("blueface", "p", old -> Providers.transferring(old, may))
                .settings(s -> s.transfer(s.transfer().pass(new PassRules(true, false))));
    }

    private static Stream<DynamicTest> placed(String said, World world) {
        return Playing.everyWay(
                CALLED
                        + """
                        p> REFER Refer-To:dave SAID
                        m< REFER Referred-By:!*rich*
                        m> 405
                        p< 202
                        p< NOTIFY 100
                        p> 200
                        d< INVITE offer=m Referred-By:none Content-Type:application/sdp
                        d> 486
                        d< ACK
                        p< NOTIFY 486 terminated
                        p> 200
                        """
                                .replace("SAID", said)
                        + ENDS,
                world);
    }

    @TestFactory
    @DisplayName("F.4, S6: what a provider says of itself reaches nobody, nor does its token")
    Stream<DynamicTest> aProviderIsNotBelieved() {
        World world = world("085@blueface", "carol@example.org");
        return Stream.concat(
                placed("Referred-By:\"<sip:rich@example.org>\"", world),
                placed(
                        "Referred-By:\"<sip:rich@example.org>;cid=\\\"t@example.org\\\"\""
                                + " Content-Disposition:\"aib;handling=optional\""
                                + " Content-ID:\"<t@example.org>\""
                                + " body=\"signed\" type=application/pkcs7-mime",
                        world));
    }

    @TestFactory
    @DisplayName("F.2: who dialled a provider does not pay for what that makes")
    Stream<DynamicTest> whoDialledDoesNotPay() {
        return Playing.everyWay(
                CALLED
                        + """
                        p> REFER Refer-To:dave
                        m< REFER
                        m> 405
                        p< 603
                        """
                        + ENDS,
                world("085@blueface", ""));
    }

    @TestFactory
    @DisplayName("F.2.3: unless the plan that dialled it allowed that")
    Stream<DynamicTest> thePlanAllowsIt() {
        return placed("", world("085@blueface[tr=p]", ""));
    }
}
