package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.PlanPlaying.ruled;
import static io.referee.server.ladders.PlanPlaying.scripted;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Who pays for the legs that plans have dialled (`transfers.md` G.3), and what rules and callers
/// hear of redirections and answers of plans.
class PlanPayerLaddersTest {
    private static final String MOVED_TO_CAROL = "b> 302 Contact:carol\nb< ACK\n";

    private static final String MOVED_AND_ANSWERED =
            CALL + rings("b") + MOVED_TO_CAROL + rings("c") + answersAndEnds("c");

    private static final String ASKS_CAROL_ANEW =
            "Redirect? Dial(carol@local)\nDial(bob@local[rm=n])";

    /// Legs out, in the order in which they were made, and who paid for them.
    private static Consumer<Facts.Book> paid(String... expected) {
        return book ->
                assertThat(
                                book.records.values().stream()
                                        .filter(LegRecord.class::isInstance)
                                        .map(LegRecord.class::cast)
                                        .filter(leg -> leg.direction().equals("out"))
                                        .map(leg -> name(leg.to()) + " by " + name(leg.payer())))
                        .containsExactlyInAnyOrderElementsOf(List.of(expected));
    }

    private static String name(String address) {
        int at = address.indexOf('@');
        return (at < 0 ? address : address.substring(0, at)).replace("sip:", "");
    }

    // ---- redirections

    @TestFactory
    @DisplayName("rm=f: the account whose phone redirects pays for where it leads")
    Stream<DynamicTest> whoeverRedirectsPays() {
        return everyWay(
                MOVED_AND_ANSWERED,
                dialling("bob@local[rm=f]").records(paid("bob by alice", "carol by bob")));
    }

    @TestFactory
    @DisplayName("rm=n: the account whose phone redirects pays for what the new run dials")
    Stream<DynamicTest> theNewRunIsPaidForByWhoeverRedirects() {
        return everyWay(
                MOVED_AND_ANSWERED,
                scripted(ASKS_CAROL_ANEW).records(paid("bob by alice", "carol by bob")));
    }

    @TestFactory
    @DisplayName("rm=n: somebody else's account does not pay for what the caller's plan dials")
    Stream<DynamicTest> nobodyPaysForTheDialsOfOthers() {
        return everyWay(
                MOVED_AND_ANSWERED,
                scripted(ASKS_CAROL_ANEW)
                        .owner("bob", "basil")
                        .records(paid("bob by alice", "carol by alice")));
    }

    @TestFactory
    @DisplayName("rm=f: somebody elsewhere redirects, and the caller pays as before")
    Stream<DynamicTest> aStrangerPaysNothing() {
        return everyWay(
                CALL
                        + rings("g")
                        + "g> 302 Contact:carol\ng< ACK\n"
                        + rings("c")
                        + answersAndEnds("c"),
                dialling("sip:gina@198.51.100.5:5060{tcp}[rm=f]")
                        .records(paid("gina by alice", "carol by alice")));
    }

    @TestFactory
    @DisplayName("rm=f: without credit of whoever redirects it is not followed")
    Stream<DynamicTest> withoutCreditItIsNotFollowed() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + "a1< 480\n",
                dialling("bob@local[rm=f]").credit("bob", Duration.ZERO));
    }

    @TestFactory
    @DisplayName("rm=f: an account code of the leg is not that of where it is redirected to")
    Stream<DynamicTest> anAccountCodeIsNotInherited() {
        return everyWay(
                MOVED_AND_ANSWERED,
                dialling("bob@local[rm=f,ac=dave]").records(paid("bob by dave", "carol by bob")));
    }

    @TestFactory
    @DisplayName("rm=n of a rule list: the rules decide about where the redirection leads")
    Stream<DynamicTest> rulesDecideAboutTheRedirection() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + rings("d") + answersAndEnds("d"),
                ruled(
                        World.rule("exact", "carol", "dave@local"),
                        World.rule("exact", "5", "bob@local[rm=n]")));
    }

    @TestFactory
    @DisplayName("rm=n of a rule list: what no rule allows is not called")
    Stream<DynamicTest> rulesKeepARedirectionIn() {
        return everyWay(
                CALL + rings("b") + MOVED_TO_CAROL + "a1< 480\n",
                ruled(World.rule("exact", "5", "bob@local[rm=n]")));
    }

    // ---- account codes

    @TestFactory
    @DisplayName("ac: an account of the owner pays for the leg")
    Stream<DynamicTest> anotherAccountPays() {
        return everyWay(
                CALL + rings("b") + answersAndEnds("b"),
                dialling("bob@local[ac=dave@local]").records(paid("bob by dave")));
    }

    @TestFactory
    @DisplayName("ac: without such an account, or its credit, the leg is left out")
    Stream<DynamicTest> nobodyElsePays() {
        return everyWay(
                CALL + rings("c") + answersAndEnds("c"),
                dialling("bob@local[ac=nobody]|bob@local[ac=erin]|carol@local")
                        .phone("e", "erin")
                        .owner("erin", "basil"));
    }

    @TestFactory
    @DisplayName("ac: an account without credit pays for nothing")
    Stream<DynamicTest> withoutCreditNoLeg() {
        return everyWay(
                CALL + "a1< 480\n", dialling("bob@local[ac=dave]").credit("dave", Duration.ZERO));
    }

    // ---- calls beside the call

    private static final String CAROL_AND_BOB_ARE_CONNECTED =
            """
            api> webcallback number=bob
            api< 202
            c< INVITE offer=none
            c> 200
            c< ACK
            b< INVITE offer=c
            b> 200
            b< ACK
            c< re-INVITE offer=b
            c> 200
            c< ACK
            +5s
            b> BYE
            b< 200
            c< BYE
            c> 200
            """;

    private static World connecting(String script) {
        return World.usual().plans(book -> book.scriptNamed("webcallback", script));
    }

    @TestFactory
    @DisplayName("webcallback: the account that is rung pays for both whom the script connects")
    Stream<DynamicTest> theAccountThatIsRungPays() {
        return everyWay(
                CAROL_AND_BOB_ARE_CONNECTED,
                connecting("Callback(carol@local, ${EXTEN}@local)")
                        .records(paid("carol by carol", "bob by carol")));
    }

    @TestFactory
    @DisplayName("webcallback: without its credit nobody is connected")
    Stream<DynamicTest> withoutCreditNobodyIsConnected() {
        return inOrder(
                "api> webcallback number=bob\napi< 202\n+60s\n",
                connecting("Callback(carol@local, ${EXTEN}@local)").credit("carol", Duration.ZERO));
    }

    @TestFactory
    @DisplayName("webcallback: of two elsewhere, the account called like the owner pays")
    Stream<DynamicTest> theAccountOfTheOwnersNamePays() {
        return inOrder(
                "api> webcallback number=bob\napi< 202\n+60s\n",
                connecting("Callback(sip:x@198.51.100.5, sip:y@198.51.100.5)")
                        .phone("o", World.OWNER)
                        .credit(World.OWNER, Duration.ZERO));
    }

    // ---- what a script tells the caller

    @TestFactory
    @DisplayName("Respond with 1xx has the words of the script, and headers")
    Stream<DynamicTest> wordsOfAProvisionalResponse() {
        return everyWay(
                CALL
                        + "a1<? 183 reason=\"Please hold on\" X-Why:queue\n"
                        + rings("b")
                        + answersAndEnds("b"),
                scripted("Respond(183, Please hold on, X-Why: queue)\nDial(bob@local)"));
    }
}
