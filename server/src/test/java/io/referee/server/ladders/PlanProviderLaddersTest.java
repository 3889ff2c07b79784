package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answers;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.PlanPlaying.ends;
import static io.referee.server.ladders.PlanPlaying.isCancelled;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.PlanPlaying.scripted;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Dial strings that lead out of the server: providers `blueface` (phone `p`) and `second` (phone
/// `q`), and what a leg says about transfers.
class PlanProviderLaddersTest {
    private static final String CHALLENGE =
            "Proxy-Authenticate:\"Digest realm=\\\"r\\\", nonce=\\\"n1\\\", qop=\\\"auth\\\"\"";

    private static World with(World world, UnaryOperator<Provider> change) {
        return world.guest("p", "u")
                .guest("q", "u")
                .provider("blueface", "p", change)
                .provider("second", "q", provider -> provider);
    }

    private static World world(String dialString, UnaryOperator<Provider> change) {
        return with(dialling(dialString), change);
    }

    private static Provider calls(Provider old, String proxy, String from, List<String> headers) {
        return new Provider(
                old.owner(),
                old.name(),
                old.server(),
                old.login(),
                new Provider.Calls(proxy, from, headers),
                old.registration());
    }

    /// The proxy of the one provider is the server of the other.
    private static World proxied() {
        return world(
                "085@blueface",
                old -> calls(old, old.server().replace("100.6", "100.7"), "", List.of()));
    }

    @TestFactory
    @DisplayName(
            "number@provider goes there with its user as From, and never with the password before"
                    + " it is asked")
    Stream<DynamicTest> overTheProvider() {
        return everyWay(
                CALL
                        + "p< INVITE uri=\"sip:085@198.51.100.6*\" from:\"<sip:u@198.51.100.6>*\""
                        + " offer=a1 Authorization:none Proxy-Authorization:none\n"
                        + answersAndEnds("p"),
                world("085@blueface", p -> p));
    }

    @TestFactory
    @DisplayName("credentials of the provider are for that alone")
    Stream<DynamicTest> theProviderAsksForThePassword() {
        return everyWay(
                CALL
                        + "p< INVITE Proxy-Authorization:none\nq< INVITE\np> 407 "
                        + CHALLENGE
                        + "\np< ACK\nq> 407 "
                        + CHALLENGE
                        + "\nq< ACK\np< INVITE Proxy-Authorization:\"Digest username=\\\"u\\\"*\"\n"
                        + answersAndEnds("p"),
                world("085@blueface&sip:085@198.51.100.7{tcp}", p -> p));
    }

    @TestFactory
    @DisplayName("a challenge from elsewhere is a failure: 403")
    Stream<DynamicTest> aChallengeFromOutsideIsAFailure() {
        return everyWay(
                CALL
                        + "q< INVITE offer=a1 from:alice\nq> 401 "
                        + CHALLENGE.replace("Proxy", "WWW")
                        + "\nq< ACK\na1< 403\n",
                world("sip:085@198.51.100.7{tcp}", p -> p));
    }

    @TestFactory
    @DisplayName("a provider that cannot be reached: the next stage has its turn")
    Stream<DynamicTest> aDeadProvider() {
        return everyWay(
                CALL + "q< INVITE offer=a1\n" + answersAndEnds("q"),
                world("085@blueface|085@second", p -> p).unreachable("p"));
    }

    @TestFactory
    @DisplayName("a provider that refuses: the next one has its turn")
    Stream<DynamicTest> theProviderRefuses() {
        return everyWay(
                CALL + "p< INVITE\np> 503\np< ACK\nq< INVITE offer=a1\n" + answersAndEnds("q"),
                world("085@blueface|085@second", p -> p));
    }

    @TestFactory
    @DisplayName("fd, fu and fh change From, not who we say we are")
    Stream<DynamicTest> optionsForFrom() {
        return everyWay(
                CALL
                        + "p< INVITE from:\"\\\"Al\\\" <sip:42@x.example>*\"\np> 407 "
                        + CHALLENGE
                        + "\n"
                        + "p< ACK\n"
                        + "p< INVITE Proxy-Authorization:\"Digest username=\\\"u\\\"*\""
                        + " from:\"\\\"Al\\\" <sip:42@x.example>*\"\n"
                        + answersAndEnds("p"),
                world("085@blueface[fd=Al,fu=42,fh=x.example]", p -> p));
    }

    @TestFactory
    @DisplayName("SetFromHeader holds for a provider without a From of its own")
    Stream<DynamicTest> setFromHeaderForAProvider() {
        return everyWay(
                CALL
                        + "p< INVITE from:\"\\\"Al\\\" <sip:u@198.51.100.6>*\"\n"
                        + answersAndEnds("p"),
                with(scripted("SetFromHeader(Al, , )\nDial(085@blueface)"), p -> p));
    }

    @TestFactory
    @DisplayName("SetFromHeader does not hold for a provider with a From of its own")
    Stream<DynamicTest> setFromHeaderAgainstTheProviders() {
        return everyWay(
                CALL + "p< INVITE from:\"<sip:5@shown.example>*\" X-P:yes\n" + answersAndEnds("p"),
                with(
                        scripted("SetFromHeader(Al, al, y.example)\nDial(085@blueface)"),
                        p -> calls(p, "", "<sip:${dst}@shown.example>", List.of("X-P: yes"))));
    }

    @TestFactory
    @DisplayName("an outbound proxy: the request goes there, the URI stays")
    Stream<DynamicTest> theOutboundProxy() {
        return everyWay(
                CALL + "q< INVITE uri=\"sip:085@198.51.100.6*\" offer=a1\n" + answersAndEnds("q"),
                proxied());
    }

    @TestFactory
    @DisplayName("headers of the URI and of the provider")
    Stream<DynamicTest> headersOfUriAndProvider() {
        return everyWay(
                CALL + "p< INVITE Subject:Hi X-P:yes\n" + answersAndEnds("p"),
                world("085@blueface?Subject=Hi", p -> calls(p, "", "", List.of("X-P: yes"))));
    }

    @TestFactory
    @DisplayName("a provider and a phone ring together; the CANCEL reaches the provider")
    Stream<DynamicTest> aProviderAndALocalPhone() {
        return everyWay(
                CALL
                        + "p< INVITE offer=a1\np> 183 answer=p\na1<? 183 answer=p\n"
                        + rings("b")
                        + "b> 200\nb< ACK\na1< 200 answer=b\na1> ACK\n"
                        + isCancelled("p")
                        + ends("b"),
                world("085@blueface&bob@local", p -> p));
    }

    @TestFactory
    @DisplayName("a provider of another owner is nobody")
    Stream<DynamicTest> anotherOwnersProvider() {
        return everyWay(CALL + "a1< 480\n", world("085@blueface", p -> p).owner("alice", "basil"));
    }

    @TestFactory
    @DisplayName("a call in from outside goes on over a provider of the account called")
    Stream<DynamicTest> fromOutsideToAProvider() {
        return everyWay(
                "g> INVITE to:bob\n"
                        + "p< INVITE uri=\"sip:085@*\" from:\"<sip:u@198.51.100.6>*\" offer=g\n"
                        + "p> 200\n"
                        + "p< ACK\n"
                        + "g< 200 answer=p\n"
                        + "g> ACK\n"
                        + "+1s\n"
                        + "g> BYE\n"
                        + "g< 200\n"
                        + "p< BYE\n"
                        + "p> 200\n",
                with(World.usual().plans(book -> book.dialIn("bob", "085@blueface")), p -> p));
    }

    @TestFactory
    @DisplayName("a User-Agent that the plan sets stands instead of ours")
    Stream<DynamicTest> oneUserAgent() {
        return everyWay(
                CALL + "b< INVITE offer=a1 User-Agent:Mine\n" + answersAndEnds("b"),
                dialling("bob@local?User-Agent=Mine"));
    }

    @TestFactory
    @DisplayName("tr=n: neither party may transfer")
    Stream<DynamicTest> transfersAsTheLegSays() {
        return everyWay(
                CALL
                        + rings("b")
                        + answers("b")
                        + "b> REFER Refer-To:dave\nb< 603\na1> REFER Refer-To:dave\na1< 603\n"
                        + ends("b"),
                dialling("bob@local[tr=n]")
                        .transfer("alice", TransferMode.CONSUME)
                        .transfer("bob", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("tr= that cannot be read: nobody may transfer")
    Stream<DynamicTest> whatCannotBeReadAllowsNothing() {
        return everyWay(
                CALL
                        + rings("b")
                        + answers("b")
                        + "b> REFER Refer-To:dave\nb< 603\na1> REFER Refer-To:dave\na1< 603\n"
                        + ends("b"),
                dialling("bob@local[tr=x]")
                        .transfer("alice", TransferMode.CONSUME)
                        .transfer("bob", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("tr=c: the callee may transfer although his account may not")
    Stream<DynamicTest> theServerPlacesTheCall() {
        return everyWay(
                CALL
                        + rings("b")
                        + answers("b")
                        + "b> REFER Refer-To:dave\n"
                        + "b< 202\n"
                        + "b< NOTIFY 100\n"
                        + "b> 200\n"
                        + "d< INVITE offer=a1\n"
                        + "d> 486\n"
                        + "d< ACK\n"
                        + "b< NOTIFY 486 terminated\n"
                        + "b> 200\n"
                        + ends("b"),
                dialling("bob@local[tr=c]"));
    }

    @TestFactory
    @DisplayName("tr=c: and so may the caller")
    Stream<DynamicTest> theCallerToo() {
        return everyWay(
                CALL
                        + rings("b")
                        + answers("b")
                        + "a1> REFER Refer-To:dave\n"
                        + "a1< 202\n"
                        + "a1< NOTIFY 100\n"
                        + "a1> 200\n"
                        + "d< INVITE offer=b\n"
                        + "d> 486\n"
                        + "d< ACK\n"
                        + "a1< NOTIFY 486 terminated\n"
                        + "a1> 200\n"
                        + ends("b"),
                dialling("bob@local[tr=c]"));
    }

    @TestFactory
    @DisplayName("tr=p: a REFER of either is passed on to the other")
    Stream<DynamicTest> itIsPassedOn() {
        return everyWay(
                CALL
                        + rings("b")
                        + answers("b")
                        + "b> REFER Refer-To:dave\n"
                        + "a1< REFER Refer-To:\"<sip:dave@*\"\n"
                        + "a1> 603\n"
                        + "b< 603\n"
                        + "+1s\n"
                        + "a1> REFER Refer-To:dave\n"
                        + "b< REFER Refer-To:\"<sip:dave@*\"\n"
                        + "b> 603\n"
                        + "a1< 603\n"
                        + ends("b"),
                dialling("bob@local[tr=p]"));
    }

    @TestFactory
    @DisplayName("tr=c: also a party over a provider may transfer, at the expense of the caller")
    Stream<DynamicTest> aProviderMayTransferToo() {
        return everyWay(
                CALL
                        + "p< INVITE\n"
                        + answers("p")
                        + "p> REFER Refer-To:dave\n"
                        + "p< 202\n"
                        + "p< NOTIFY 100\n"
                        + "p> 200\n"
                        + "d< INVITE offer=a1\n"
                        + "d> 486\n"
                        + "d< ACK\n"
                        + "p< NOTIFY 486 terminated\n"
                        + "p> 200\n"
                        + ends("p"),
                world("085@blueface[tr=c]", p -> p));
    }

    @TestFactory
    @DisplayName("without tr a party over a provider may not transfer")
    Stream<DynamicTest> aProviderMayNotOtherwise() {
        return everyWay(
                CALL
                        + "p< INVITE\n"
                        + answers("p")
                        + "p> REFER Refer-To:dave\np< 603\n"
                        + ends("p"),
                world("085@blueface", p -> p));
    }

    @TestFactory
    @DisplayName("tr=c: a guest may not transfer, because nobody would pay")
    Stream<DynamicTest> aGuestMayNotTransferForFree() {
        return everyWay(
                "g> INVITE to:bob\n"
                        + "b< INVITE\n"
                        + "b> 200\n"
                        + "b< ACK\n"
                        + "g< 200\n"
                        + "g> ACK\n"
                        + "g> REFER Refer-To:dave\n"
                        + "g< 603\n"
                        + "+1s\n"
                        + "g> BYE\n"
                        + "g< 200\n"
                        + "b< BYE\n"
                        + "b> 200\n",
                World.usual().plans(book -> book.dialIn("bob", "bob@local[tr=c]")));
    }

    @TestFactory
    @DisplayName("cd: the limit holds for whoever stays after a transfer")
    Stream<DynamicTest> theTalkLimitSurvivesATransfer() {
        return inOrder(
                CALL
                        + rings("b")
                        + answers("b")
                        + "+1s\n"
                        + "b> REFER Refer-To:dave\n"
                        + "b< 202\n"
                        + "b< NOTIFY 100\n"
                        + "b> 200\n"
                        + "d< INVITE offer=a1\n"
                        + "d> 200\n"
                        + "d< ACK\n"
                        + "a1< re-INVITE offer=d\n"
                        + "a1> 200\n"
                        + "a1< ACK\n"
                        + "b< NOTIFY 200 terminated\n"
                        + "b> 200\n"
                        + "b> BYE\n"
                        + "b< 200\n"
                        + "+9s\n"
                        + "a1< BYE\n"
                        + "a1> 200\n"
                        + "d< BYE\n"
                        + "d> 200\n",
                dialling("bob@local[tr=c,cd=10]"));
    }
}
