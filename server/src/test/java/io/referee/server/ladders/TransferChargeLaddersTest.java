package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.function.Consumer;
import java.util.stream.Stream;

/// Who pays for transfers that an HTTP door asks for (`transfers.md` G.3, row A4).
class TransferChargeLaddersTest {
    private static String moving(String referredBy) {
        return "api> transfer leg=a1 to=carol\napi< 202\nc< INVITE offer=b Referred-By:\""
                + referredBy
                + "*\"\n"
                + CAROL_AND_BOB_ARE_JOINED
                + "a1< BYE\na1> 200\n"
                + BOB_ENDS_IT_WITH_CAROL;
    }

    private static Consumer<Facts.Book> paidBy(String payer) {
        return book ->
                assertThat(
                                book.records.values().stream()
                                        .filter(LegRecord.class::isInstance)
                                        .map(LegRecord.class::cast)
                                        .filter(leg -> leg.createdBy().startsWith("transfer:"))
                                        .map(LegRecord::payer))
                        .containsExactly(payer);
    }

    @TestFactory
    @DisplayName("the account that leaves pays when it belongs to the owner of the call")
    Stream<DynamicTest> theOwnAccountPays() {
        return TransferPlaying.inOrder(
                moving("<sip:alice@example.org>"),
                World.usual().records(paidBy("alice@example.org")));
    }

    @TestFactory
    @DisplayName("an account of another owner neither pays nor is named: the owner pays")
    Stream<DynamicTest> somebodyElsesAccountDoesNotPay() {
        return Playing.everyWay(
                TransferPlaying.BOB_CALLED + moving("<sip:example.org>"),
                World.usual().owner("alice", "basil").records(paidBy("owner:aaron")));
    }

    @TestFactory
    @DisplayName("a guest who leaves: the owner pays, and no account that is called like him")
    Stream<DynamicTest> theOwnerIsNoAccount() {
        return Playing.everyWay(
                """
                g> INVITE to:bob
                b< INVITE offer=g
                b> 200
                b< ACK
                g< 200 answer=b
                g> ACK
                +1s
                """
                        + moving("<sip:example.org>").replace("a1", "g"),
                World.usual()
                        .phone("e", "aaron")
                        .owner("aaron", "basil")
                        .records(paidBy("owner:aaron")));
    }
}
