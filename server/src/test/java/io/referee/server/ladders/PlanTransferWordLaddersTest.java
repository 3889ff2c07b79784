package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// For whom `tr=` of a dial string holds (`transfers.md` F.2.3): always for the leg that is
/// dialled, and for the caller only when he is an account of the owner of the plan. Everybody else
/// keeps what his account or provider says.
class PlanTransferWordLaddersTest {
    private static final Provider.Transfers MAY =
            new Provider.Transfers(TransferMode.CONSUME, "carol@example.org");

    /// @param caller the leg that has called `called`
    private static String talk(String caller, String invite, String called) {
        return """
        %1$s> INVITE %2$s
        %3$s< INVITE
        %3$s> 200
        %3$s< ACK
        %1$s< 200
        %1$s> ACK
        +1s
        """
                .formatted(caller, invite, called);
    }

    private static String ends(String caller, String called) {
        return """
        +1s
        %1$s> BYE
        %1$s< 200
        %2$s< BYE
        %2$s> 200
        """
                .formatted(caller, called);
    }

    private static String refused(String leg) {
        return "%1$s> REFER Refer-To:dave\n%1$s< 603\n".formatted(leg);
    }

    /// The leg may transfer; dave is busy.
    private static String tried(String leg) {
        return """
        %1$s> REFER Refer-To:dave
        %1$s< 202
        %1$s< NOTIFY 100
        %1$s> 200
        d< INVITE
        d> 486
        d< ACK
        %1$s< NOTIFY 486 terminated
        %1$s> 200
        """
                .formatted(leg);
    }

    private static final String FROM_BLUEFACE =
            talk("p", "uri=\"sip:blueface.aaron@192.0.2.1:5060\" to:\"sip:u@198.51.100.6\"", "m");

    private static World fromBlueface(String option, Provider.Transfers transfers) {
        return World.usual()
                .guest("p", "u")
                .phone("m", "aaron")
                .plans(book -> book.dialIn("aaron", "aaron@local[" + option + "]"))
                .provider("blueface", "p", old -> Providers.transferring(old, transfers));
    }

    @TestFactory
    @DisplayName("tr=c: the caller is an account of the owner of the plan, and may transfer too")
    Stream<DynamicTest> anOwnCaller() {
        return everyWay(
                talk("a1", "to:bob", "b") + tried("a1") + tried("b") + ends("a1", "b"),
                PlanPlaying.dialling("bob@local[tr=c]"));
    }

    @TestFactory
    @DisplayName("tr=c: a caller from a provider keeps what the provider may; who is dialled may")
    Stream<DynamicTest> aProviderThatCallsKeepsItsOwn() {
        return everyWay(
                FROM_BLUEFACE + refused("p") + tried("m") + ends("p", "m"),
                fromBlueface("tr=c", Provider.Transfers.NONE));
    }

    @TestFactory
    @DisplayName("tr=n: a caller from a provider that may transfer does; who is dialled may not")
    Stream<DynamicTest> aProviderThatMayStillDoes() {
        return everyWay(
                FROM_BLUEFACE + tried("p") + refused("m") + ends("p", "m"),
                fromBlueface("tr=n", MAY).transfer("aaron", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("tr=p: a stranger's REFER is not passed on; that of who is dialled is")
    Stream<DynamicTest> aStranger() {
        return everyWay(
                talk("g", "to:bob", "b")
                        + refused("g")
                        + """
                        b> REFER Refer-To:dave
                        g< REFER
                        g> 603
                        b< 603
                        """
                        + ends("g", "b"),
                World.usual().plans(book -> book.dialIn("bob", "bob@local[tr=p]")));
    }

    @TestFactory
    @DisplayName("tr=c: an account of another owner that calls keeps its own mode, which is none")
    Stream<DynamicTest> anotherOwnersAccountMayNot() {
        return everyWay(
                talk("e", "to:bob", "b") + refused("e") + tried("b") + ends("e", "b"),
                World.usual()
                        .phone("e", "erin")
                        .owner("erin", "basil")
                        .plans(book -> book.dialIn("bob", "bob@local[tr=c]")));
    }

    @TestFactory
    @DisplayName(
            "tr=n: an account of another owner that calls keeps its own mode, which is consume")
    Stream<DynamicTest> anotherOwnersAccountStillMay() {
        return everyWay(
                talk("e", "to:bob", "b") + tried("e") + refused("b") + ends("e", "b"),
                World.usual()
                        .phone("e", "erin")
                        .owner("erin", "basil")
                        .transfer("erin", TransferMode.CONSUME)
                        .transfer("bob", TransferMode.CONSUME)
                        .plans(book -> book.dialIn("bob", "bob@local[tr=n]")));
    }

    @TestFactory
    @DisplayName("tr=c: who was dialled with it keeps it when a plan with tr=n calls a third party")
    Stream<DynamicTest> whoWasDialledKeepsIt() {
        return everyWay(
                talk("a1", "to:bob", "b")
                        + """
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100
                        a1> 200
                        c< INVITE
                        c> 200
                        c< ACK
                        b< re-INVITE
                        b> 200
                        b< ACK
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        +1s
                        """
                        + tried("b")
                        + refused("c")
                        + ends("b", "c"),
                PlanPlaying.dialling("bob@local[tr=c]")
                        .transferPlan(
                                World.rule("exact", "carol", "carol@local[tr=n]"),
                                World.rule("exact", "dave", "dave@local")));
    }
}
