package io.referee.server.ladders;

import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferLimits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// How often parties without an account may have a REFER passed on (`transfers.md` F.6): those of
/// providers, because strangers never may. The providers `one` and `two` are the phones `p` and
/// `q`; their calls come to the account `aaron`.
class GuestBudgetLaddersTest {
    private static final Provider.Transfers PASS = new Provider.Transfers(TransferMode.PASS, "");

    private static String calls(String guest, String provider, String leg) {
        return """
        @> INVITE uri="sip:%2$s.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6"
        %1$s< INVITE
        %1$s> 200
        %1$s< ACK
        @< 200
        @> ACK
        """
                .formatted(leg, provider)
                .replace("@>", guest + ">")
                .replace("@<", guest + "<");
    }

    @TestFactory
    @DisplayName("one guest uses up his own budget, and nobody else's")
    Stream<DynamicTest> everyGuestHasHisOwn() {
        TransferLimits one =
                new TransferLimits(5, 3, 1, 100, List.of(), Duration.ofHours(2), List.of(), 3);
        return Playing.inOrder(
                calls("p", "one", "m")
                        + calls("q", "two", "m2")
                        + """
                        p> REFER Refer-To:carol
                        m< REFER
                        m> 603
                        p< 603
                        p> REFER Refer-To:carol
                        p< 603 Warning:"*in a minute*"
                        q> REFER Refer-To:carol
                        m2< REFER
                        m2> 603
                        q< 603 Warning:none
                        p> BYE
                        p< 200
                        m< BYE
                        m> 200
                        q> BYE
                        q< 200
                        m2< BYE
                        m2> 200
                        """,
                World.usual()
                        .phone("m", "aaron")
                        .guest("p", "u")
                        .guest("q", "u")
                        .provider("one", "p", old -> Providers.transferring(old, PASS))
                        .provider("two", "q", old -> Providers.transferring(old, PASS))
                        .settings(s -> s.transfer(s.transfer().limits(one))));
    }
}
