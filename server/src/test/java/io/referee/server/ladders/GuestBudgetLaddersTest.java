package io.referee.server.ladders;

import io.referee.server.transfer.TransferSettings.Limits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// How often parties without an account may have a REFER passed on (`transfers.md` F.6).
class GuestBudgetLaddersTest {
    private static String calls(String guest, String leg, String account) {
        return """
        @> INVITE to:%2$s
        %1$s< INVITE
        %1$s> 200
        %1$s< ACK
        @< 200
        @> ACK
        """
                .formatted(leg, account)
                .replace("@", guest);
    }

    @TestFactory
    @DisplayName("one guest uses up his own budget, and nobody else's")
    Stream<DynamicTest> everyGuestHasHisOwn() {
        Limits one = new Limits(5, 3, 1, 100, List.of(), Duration.ofHours(2), List.of(), 3);
        return Playing.inOrder(
                calls("g", "a", "alice")
                        + calls("h", "d", "dave")
                        + """
                        g> REFER Refer-To:carol
                        a< REFER
                        a> 603
                        g< 603
                        g> REFER Refer-To:carol
                        g< 603 Warning:"*in a minute*"
                        h> REFER Refer-To:carol
                        d< REFER
                        d> 603
                        h< 603 Warning:none
                        g> BYE
                        g< 200
                        a< BYE
                        a> 200
                        h> BYE
                        h< 200
                        d< BYE
                        d> 200
                        """,
                World.usual()
                        .guest("h", "harry")
                        .plans(book -> book.dialIn("alice", "alice@local[tr=p]"))
                        .plans(book -> book.dialIn("dave", "dave@local[tr=p]"))
                        .settings(s -> s.transfer(s.transfer().limits(one))));
    }
}
