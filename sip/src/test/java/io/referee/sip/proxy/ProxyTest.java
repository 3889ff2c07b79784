package io.referee.sip.proxy;

import static io.referee.sip.proxy.ProxyWorld.ALICE;
import static io.referee.sip.proxy.ProxyWorld.BOB;
import static io.referee.sip.proxy.ProxyWorld.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// One target: what is checked, what is changed, which way it goes (RFC 3261 §16.3, §16.4, §16.6).
class ProxyTest {
    private final ProxyWorld world = ProxyWorld.to(BOB);

    @Test
    void aCallGoesThroughAndTheDialogStaysOnTheRoute() {
        world.fromAlice(request("INVITE", "", "Max-Forwards: 10\r\nX-Other: kept\r\n"));
        Request copy = world.lastTo(BOB, Method.INVITE);

        assertThat(copy.uri().text()).isEqualTo("sip:bob@198.51.100.2:5060");
        assertThat(copy.maxForwards()).isEqualTo(9);
        assertThat(copy.values(HeaderName.VIA)).hasSize(2);
        assertThat(copy.via().host()).isEqualTo("192.0.2.1");
        assertThat(copy.value(HeaderName.of("X-Other"))).contains("kept");
        assertThat(copy.values(HeaderName.RECORD_ROUTE)).containsExactly("<sip:192.0.2.1:5060;lr>");

        world.answer(BOB, Method.INVITE, 180);
        world.answer(BOB, Method.INVITE, 200);
        assertThat(world.statuses()).containsExactly(180, 200);
        assertThat(world.lastResponse().values(HeaderName.VIA)).hasSize(1);
        assertThat(world.lastResponse().via().branch()).isEqualTo("z9hG4bKaliceINVITE");
    }

    /// RFC 3261 §16.11: the ACK of a 2xx has no transaction, only a way.
    @Test
    void theAckOfA2xxFollowsTheRoute() {
        Request ack =
                MessageBuilder.from(request("ACK", ";tag=b", "Route: <sip:192.0.2.1:5060;lr>\r\n"))
                        .request(Method.ACK, SipUri.of("bob", "198.51.100.2", 5060));
        world.fromAlice(ack);

        Request passed = world.lastTo(BOB, Method.ACK);
        assertThat(passed.count(HeaderName.ROUTE)).isZero();
        assertThat(passed.values(HeaderName.VIA)).hasSize(2);
        assertThat(world.proxy.size()).isZero();
    }

    /// Old clients send it to the URI that they called, without a Route.
    @Test
    void anAckWithoutARouteGoesWhereItsInviteWent() {
        world.fromAlice(request("ACK", ";tag=b", ""));
        assertThat(world.lastTo(BOB, Method.ACK).uri().text())
                .isEqualTo("sip:bob@198.51.100.2:5060");

        ProxyWorld closed = new ProxyWorld((request, from) -> Verdict.refuse(403));
        closed.fromAlice(request("ACK", ";tag=b", ""));
        assertThat(closed.sent).isEmpty();
    }

    @Test
    void aRequestWithinADialogIsNotAskedFor() {
        ProxyWorld closed = new ProxyWorld((request, from) -> Verdict.refuse(403));
        Request bye =
                MessageBuilder.from(request("BYE", ";tag=b", "Route: <sip:192.0.2.1:5060;lr>\r\n"))
                        .request(Method.BYE, SipUri.of("bob", "198.51.100.2", 5060));
        closed.fromAlice(bye);

        assertThat(closed.lastTo(BOB, Method.BYE).count(HeaderName.RECORD_ROUTE)).isZero();
        closed.fromAlice(request("INVITE", "", "Route: <sip:192.0.2.1:5060;lr>\r\n"));
        assertThat(closed.statuses()).containsExactly(403);
    }

    /// RFC 3261 §16.6 step 6: a Route that is not ours decides, whatever the target says.
    @Test
    void theNextRouteDecidesWhereItGoes() {
        world.fromAlice(
                request("INVITE", "", "Route: <sip:192.0.2.1;lr>, <sip:198.51.100.9:5070;lr>\r\n"));

        Request copy = world.lastTo(hop("198.51.100.9", 5070), Method.INVITE);
        assertThat(copy.uri().text()).isEqualTo("sip:bob@198.51.100.2:5060");
        assertThat(copy.values(HeaderName.ROUTE)).containsExactly("<sip:198.51.100.9:5070;lr>");
    }

    /// RFC 3261 §16.6 step 6: a router without lr takes the Request-URI from the end of the list.
    @Test
    void aStrictRouterGetsWhatItUnderstands() {
        world.fromAlice(request("INVITE", "", "Route: <sip:198.51.100.9:5070>\r\n"));

        Request copy = world.lastTo(hop("198.51.100.9", 5070), Method.INVITE);
        assertThat(copy.uri().text()).isEqualTo("sip:198.51.100.9:5070");
        assertThat(copy.values(HeaderName.ROUTE)).containsExactly("<sip:bob@198.51.100.2:5060>");
    }

    /// RFC 3261 §16.4: a strict router in front of us has put our address into the Request-URI.
    @Test
    void whatAStrictRouterDidIsUndone() {
        Request bye =
                MessageBuilder.from(
                                request("BYE", ";tag=b", "Route: <sip:bob@198.51.100.2:5060>\r\n"))
                        .request(
                                Method.BYE,
                                SipUri.of("", "192.0.2.1", 5060).withParameter("lr", ""));
        world.fromAlice(bye);

        Request passed = world.lastTo(BOB, Method.BYE);
        assertThat(passed.uri().text()).isEqualTo("sip:bob@198.51.100.2:5060");
        assertThat(passed.count(HeaderName.ROUTE)).isZero();
    }

    /// RFC 5658 §4: one entry per side, and both are taken off on the way back.
    @Test
    void whereTheTransportChangesWeRecordTwice() {
        Hop stream = Hop.tcp(Hosts.address("198.51.100.2", 5060));
        SipUri uri = SipUri.of("bob", "198.51.100.2", 5060).withParameter("transport", "tcp");
        ProxyWorld mixed = new ProxyWorld((request, from) -> Verdict.forward(Target.of(uri)));
        mixed.fromAlice(request("INVITE", "", ""));

        String ownTcp = "<sip:192.0.2.1:5062;transport=tcp;lr>";
        String ownUdp = "<sip:192.0.2.1:5060;lr>";
        assertThat(mixed.lastTo(stream, Method.INVITE).values(HeaderName.RECORD_ROUTE))
                .containsExactly(ownTcp, ownUdp);
        mixed.fromAlice(
                MessageBuilder.from(
                                request(
                                        "BYE",
                                        ";tag=b",
                                        "Route: " + ownUdp + ", " + ownTcp + "\r\n"))
                        .request(Method.BYE, uri));
        assertThat(mixed.lastTo(stream, Method.BYE).count(HeaderName.ROUTE)).isZero();
    }

    @Test
    void aRequestThatHasNoHopsLeftIsRefused() {
        world.fromAlice(request("OPTIONS", "", "Max-Forwards: 0\r\n"));

        assertThat(world.statuses()).containsExactly(483);
    }

    /// RFC 3261 §16.3 step 4 and RFC 5393 §4.2: as it left us is a loop, changed is a spiral.
    @Test
    void aLoopIsFoundAndASpiralIsNot() {
        world.fromAlice(request("OPTIONS", "", ""));
        Request copy = world.lastTo(BOB, Method.OPTIONS);

        Request looped =
                MessageBuilder.from(copy)
                        .request(Method.OPTIONS, SipUri.of("bob", "example.org", -1));
        world.proxy.received(looped, BOB);
        assertThat(world.sent.getLast().message().toString()).startsWith("SIP/2.0 482 ");

        Request spiral =
                MessageBuilder.from(copy)
                        .replaceTopVia(copy.via().receivedFrom("192.0.2.7", 5060))
                        .pushVia(
                                io.referee.sip.header.Via.own("UDP", "192.0.2.8", 5060, "z9hG4bKx"))
                        .request(Method.OPTIONS, SipUri.of("robert", "example.org", -1));
        long before = world.count(BOB, Method.OPTIONS);
        world.proxy.received(spiral, BOB);
        assertThat(world.count(BOB, Method.OPTIONS)).isEqualTo(before + 1);
    }

    @Test
    void anExtensionOfProxiesIsRefusedByName() {
        world.fromAlice(request("OPTIONS", "", "Proxy-Require: gold, silver\r\n"));

        assertThat(world.statuses()).containsExactly(420);
        assertThat(world.lastResponse().values(HeaderName.UNSUPPORTED))
                .containsExactly("gold", "silver");
    }

    @Test
    void nobodyThereIs480AndAnotherScheme416() {
        ProxyWorld nobody = ProxyWorld.to();
        nobody.fromAlice(request("OPTIONS", "", ""));
        assertThat(nobody.statuses()).containsExactly(480);

        var tel = io.referee.sip.uri.Uri.parse("tel:+4930").orElseThrow();
        ProxyWorld phone = new ProxyWorld((request, from) -> Verdict.forward(Target.of(tel)));
        phone.fromAlice(request("OPTIONS", "", ""));
        assertThat(phone.statuses()).containsExactly(416);
    }

    /// RFC 6026 §7.3: what belongs to no transaction is not passed on.
    @Test
    void aResponseThatNobodyWaitsForGoesNowhere() {
        Request options = request("OPTIONS", "", "");
        world.proxy.received(MessageBuilder.responding(options, "t").response(200), BOB);

        assertThat(world.sent).isEmpty();
    }

    /// RFC 3261 §16.5.
    @Test
    void theRoutingMayAnswerByItself() {
        ProxyWorld registrar =
                new ProxyWorld((request, from) -> Verdict.here(own -> own.respond(200)));
        registrar.fromAlice(request("REGISTER", "", ""));

        assertThat(registrar.statuses()).containsExactly(200);
    }

    /// RFC 3261 §16.9: a transport that cannot send counts as 503, and our own 503 would be a
    /// statement about ourselves.
    @Test
    void aTransportThatFailsIs500() {
        world.fromAlice(request("INVITE", "", ""));
        world.proxy.failed(world.lastTo(BOB, Method.INVITE), BOB);

        assertThat(world.statuses()).containsExactly(500);
        assertThat(world.lastResponse().toTag()).isNotEmpty();
    }

    @Test
    void silenceIs408ToAnInviteAndSilenceToAnythingElse() {
        world.fromAlice(request("INVITE", "", ""));
        world.fromAlice(request("OPTIONS", "", ""));
        world.time.advance(Duration.ofSeconds(33));

        assertThat(world.statuses()).isNotEmpty().containsOnly(408);
        assertThat(world.responsesTo(Method.OPTIONS)).isZero();
        world.fromAlice(request("ACK", ";tag=" + world.lastResponse().toTag(), ""));
        world.time.advance(Duration.ofMinutes(1));
        assertThat(world.proxy.size()).isZero();
        assertThat(world.count(ALICE, Method.ACK)).isZero();
    }

    private static Hop hop(String host, int port) {
        return Hop.udp(Hosts.address(host, port));
    }
}
