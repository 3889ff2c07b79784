package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.PlanPlaying.ends;
import static io.referee.server.ladders.PlanPlaying.refuses;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.PlanPlaying.scripted;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Network;
import io.referee.server.account.Provider;
import io.referee.server.event.LegFact;
import io.referee.sip.session.Reach;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// An operator who lets no plan and no provider lead into the network of the phones.
class DeniedNetworksLaddersTest {
    private static final Network PHONES = Network.parse("198.51.100.0/24").orElseThrow();
    private static final String WHY = "Denied By security.owner.deniedNetworks";
    private static final String NAME = "voip.example.net";

    private static boolean open(InetAddress address) {
        return !PHONES.contains(address);
    }

    private static World denying(World world) {
        return world.guest("p", "u")
                .guest("q", "u")
                .cluster(NAME, "q")
                .provider("blueface", "p", provider -> provider)
                .provider("named", "q", provider -> provider)
                .prepared(
                        core ->
                                core.switchboard()
                                        .agent()
                                        .reach(new Reach(DeniedNetworksLaddersTest::open, WHY)));
    }

    private static World told(World world) {
        return denying(world)
                .events(
                        events ->
                                assertThat(events)
                                        .extracting(event -> event.fact())
                                        .filteredOn(LegFact.Ended.class::isInstance)
                                        .extracting(fact -> ((LegFact.Ended) fact).cause())
                                        .contains(WHY));
    }

    private static Stream<DynamicTest> refused(String dialString) {
        return everyWay(CALL + "a1< 403\n", told(dialling(dialString)));
    }

    @TestFactory
    @DisplayName("an address of it that a plan dials is called by nobody: 403")
    Stream<DynamicTest> anAddress() {
        return refused("sip:x@198.51.100.6");
    }

    @TestFactory
    @DisplayName("nor is a name that the DNS leads there")
    Stream<DynamicTest> aName() {
        return refused("sip:x@" + NAME);
    }

    @TestFactory
    @DisplayName("nor is a maddr")
    Stream<DynamicTest> aMaddr() {
        return refused("sip:x@example.com;maddr=198.51.100.6");
    }

    @TestFactory
    @DisplayName("nor is a provider, by its address or by its name")
    Stream<DynamicTest> providers() {
        return Stream.of("085@blueface", "085@named").flatMap(DeniedNetworksLaddersTest::refused);
    }

    @TestFactory
    @DisplayName("nor is an outbound proxy that an owner sets")
    Stream<DynamicTest> anOutboundProxy() {
        return everyWay(
                CALL + "a1< 403\n",
                told(dialling("085@far"))
                        .provider(
                                "far",
                                "p",
                                old ->
                                        new Provider(
                                                old.owner(),
                                                old.name(),
                                                "sip:far.example",
                                                old.login(),
                                                new Provider.Calls(old.server(), "", List.of()),
                                                old.registration())));
    }

    @TestFactory
    @DisplayName("the next stage has its turn, and phones are reached where they registered")
    Stream<DynamicTest> phonesAreReached() {
        return everyWay(
                CALL + rings("b") + answersAndEnds("b"),
                told(dialling("085@blueface|sip:x@" + NAME + "|bob@local")));
    }

    @TestFactory
    @DisplayName("a phone that is bound to a name of it is reached, too")
    Stream<DynamicTest> aBindingWithAName() {
        return everyWay(
                CALL + rings("b") + answersAndEnds("b"),
                denying(dialling("bob@local")).cluster("phone.example.net", "b"));
    }

    @TestFactory
    @DisplayName("nor does a REGISTER lead there that names another address in Path")
    Stream<DynamicTest> aPath() {
        return inOrder(
                """
                b> REGISTER to:bob Supported:path Path:"<sip:198.51.100.6;lr>"
                b< 200
                a1> INVITE to:5
                a1< 403
                """,
                denying(dialling("bob@local")).offline("b"));
    }

    @TestFactory
    @DisplayName("nor does a redirection lead there")
    Stream<DynamicTest> aRedirection() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 302 Contact:\"<sip:x@198.51.100.6>\"\nb< ACK\n"
                        + "a1< 403\n",
                told(dialling("bob@local[rm=f]")));
    }

    @TestFactory
    @DisplayName("nor does a request that a script sends, but for one to a phone")
    Stream<DynamicTest> aRequest() {
        return inOrder(
                "a1> INVITE to:5\nb< MESSAGE\nb> 200\na1< 603\n",
                denying(
                        scripted(
                                "SendRequest(MESSAGE, sip:x@198.51.100.6, text/plain, hi, 5)\n"
                                        + "SendRequest(MESSAGE, 085@named, text/plain, hi, 5)\n"
                                        + "SendRequest(MESSAGE, bob@local, text/plain, hi, 5)\n"
                                        + "Respond(603)")));
    }

    @TestFactory
    @DisplayName("whoever answers and names a proxy of it is let go where he was called: 403")
    Stream<DynamicTest> aRecordRoute() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 200 Record-Route:\"<sip:198.51.100.6;lr>\"\n"
                        + "b< ACK\nb< BYE\nb> 200\na1< 403\n+2s\n",
                told(dialling("bob@local")));
    }

    @TestFactory
    @DisplayName("and the next stage has its turn")
    Stream<DynamicTest> theNextStage() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 200 Record-Route:\"<sip:198.51.100.6;lr>\"\n"
                        + "b< ACK\nb< BYE\nb> 200\n"
                        + rings("c")
                        + answersAndEnds("c"),
                told(dialling("bob@local|carol@local")));
    }

    @TestFactory
    @DisplayName("a proxy that only the DNS leads there ends the call, and the caller is let go")
    Stream<DynamicTest> aRecordRouteWithAName() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 200 Record-Route:\"<sip:voip.example.net;lr>\"\n"
                        + "b< ACK\n"
                        + "a1< 200\n"
                        + "a1> ACK\n"
                        + "b< BYE\n"
                        + "b> 200\n"
                        + "a1< BYE Reason:*unreachable*\n"
                        + "a1> 200\n"
                        + "+2s\n",
                told(dialling("bob@local")));
    }

    @TestFactory
    @DisplayName("a proxy of it through which the call came is spoken with")
    Stream<DynamicTest> theProxyItself() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 200 Record-Route:\"<sip:198.51.100.2;lr>\"\n"
                        + "b< ACK\na1< 200\na1> ACK\n"
                        + ends("b"),
                denying(dialling("bob@local")));
    }

    @TestFactory
    @DisplayName("a phone that shows an address of it is reached where it sends from, to the end")
    Stream<DynamicTest> aContact() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 200 Contact:\"<sip:bob@198.51.100.6:5062>\"\n"
                        + "b< ACK uri=\"sip:bob@198.51.100.6:5062\"\na1< 200\na1> ACK\n+1s\n"
                        + "b> UPDATE Contact:\"<sip:bob@198.51.100.7>\"\nb< 200\n"
                        + "a1> BYE\na1< 200\nb< BYE uri=\"sip:bob@198.51.100.7\"\nb> 200\n",
                denying(dialling("bob@local")));
    }

    @TestFactory
    @DisplayName("without the setting, a proxy anywhere is spoken with")
    Stream<DynamicTest> withoutTheSetting() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 200 Record-Route:\"<sip:198.51.100.2;lr>\"\n"
                        + "b< ACK\na1< 200\na1> ACK\n"
                        + ends("b"),
                dialling("bob@local"));
    }

    @TestFactory
    @DisplayName("a caller from there is called within the dialog")
    Stream<DynamicTest> dialogsGoOn() {
        return everyWay(
                "g> INVITE to:bob\nb< INVITE offer=g\n"
                        + refuses("b", 486)
                        + "g< 486\n+1s\n"
                        + "g2> INVITE to:bob\nb2< INVITE offer=g2\nb2> 200\nb2< ACK\n"
                        + "g2< 200 answer=b2\ng2> ACK\n+1s\n"
                        + "b2> BYE\nb2< 200\ng2< BYE\ng2> 200\n",
                denying(World.usual()));
    }

    @TestFactory
    @DisplayName("a provider there is not registered at, and the owner is told which setting it is")
    Stream<DynamicTest> noRegistration() {
        return plainly(
                """
                +10s
                api> standing home failed reason="The operator denies its address (403 WHY)"
                api< 200
                +10m
                api> standing home failed reason="The operator denies its address (403 WHY)"
                api< 200
                api> provider home remove
                api< 200
                """
                        .replace("WHY", WHY),
                denying(World.usual()).provider("home", "q", Providers::registering));
    }
}
