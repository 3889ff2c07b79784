package io.referee.sip.proxy;

import static io.referee.sip.proxy.ProxyWorld.BOB;
import static io.referee.sip.proxy.ProxyWorld.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

/// Phones that are reached by the connection that they opened, and by no other way (RFC 5626 §5).
class PhoneFlowsTest {
    private static final HeaderName PATH = HeaderName.of("Path");

    /// A phone behind a NAT: nobody reaches the address in its Contact.
    private static final Hop PHONE =
            new Hop(Transport.TCP, Hosts.address("198.51.100.7", 40_000), 7);

    private static final Hop OTHER =
            new Hop(Transport.TCP, Hosts.address("198.51.100.7", 40_001), 8);
    private static final SipUri BEHIND_NAT =
            SipUri.of("alice", "10.0.0.7", 5060)
                    .withParameter("transport", "tcp")
                    .withParameter("ob", "");
    private static final String CONTACT = "Contact: <" + BEHIND_NAT.text() + ">\r\n";

    private final ProxyWorld world = ProxyWorld.to(BOB);

    private static String routes(List<String> values) {
        return values.stream()
                .map(value -> "Route: " + value + "\r\n")
                .collect(Collectors.joining());
    }

    private static Request within(String method, List<String> routes, SipUri uri) {
        Method named = Method.of(method);
        return MessageBuilder.from(request(method, ";tag=b", routes(routes))).request(named, uri);
    }

    private List<String> called(Hop from, String contact) {
        world.proxy.received(request("INVITE", "", contact), from);
        return world.lastTo(BOB, Method.INVITE).values(HeaderName.RECORD_ROUTE);
    }

    private List<Integer> statusesAt(Hop hop) {
        return world.sent.stream()
                .filter(sent -> sent.hop().equals(hop) && sent.message() instanceof Response)
                .map(sent -> ((Response) sent.message()).status())
                .filter(status -> status != 100)
                .toList();
    }

    @Test
    void aRequestOfTheOtherEndFindsThePhoneOnItsConnection() {
        List<String> recorded = called(PHONE, CONTACT);
        world.proxy.received(within("BYE", recorded, BEHIND_NAT), BOB);

        Request bye = world.lastTo(PHONE, Method.BYE);
        assertThat(bye.uri()).isEqualTo(BEHIND_NAT.asRequestUri());
        assertThat(bye.count(HeaderName.ROUTE)).isZero();
    }

    @Test
    void anAckFindsItToo() {
        List<String> recorded = called(PHONE, CONTACT);
        world.proxy.received(within("ACK", recorded, BEHIND_NAT), BOB);

        assertThat(world.count(PHONE, Method.ACK)).isEqualTo(1);
    }

    @Test
    void whatThePhoneItselfSendsGoesToTheOtherEnd() {
        List<String> recorded = called(PHONE, CONTACT);
        SipUri bob = SipUri.of("bob", "198.51.100.2", 5060);
        world.proxy.received(within("BYE", recorded.reversed(), bob), PHONE);

        assertThat(world.count(BOB, Method.BYE)).isEqualTo(1);
        assertThat(world.count(PHONE, Method.BYE)).isZero();
    }

    @Test
    void aTokenThatIsNotOursLeadsNowhere() {
        List<String> forged =
                called(PHONE, CONTACT).stream().map(PhoneFlowsTest::withOneBitChanged).toList();
        world.proxy.received(within("BYE", forged, BEHIND_NAT), BOB);
        world.proxy.received(within("ACK", forged, BEHIND_NAT), BOB);

        assertThat(statusesAt(BOB)).containsExactly(403);
        assertThat(world.count(PHONE, Method.BYE)).isZero();
        assertThat(world.count(PHONE, Method.ACK)).isZero();
    }

    private static String withOneBitChanged(String route) {
        SipUri uri = NameAddr.parse(route).flatMap(NameAddr::sipUri).orElseThrow();
        if (uri.user().isEmpty()) {
            return route;
        }
        char first = uri.user().charAt(0) == 'A' ? 'B' : 'A';
        return '<' + uri.withUser(first + uri.user().substring(1)).text() + '>';
    }

    @Test
    void whoDoesNotAskForItGetsNoToken() {
        List<String> recorded = called(PHONE, "Contact: <sip:alice@198.51.100.7:40000>\r\n");

        assertThat(recorded).noneMatch(value -> value.contains("@"));
    }

    /// The flow of somebody behind another proxy is that proxy's business.
    @Test
    void whoIsNotNextToUsGetsNoToken() {
        List<String> recorded =
                called(PHONE, CONTACT + "Via: SIP/2.0/TCP 10.0.0.7;branch=z9hG4bKfar\r\n");

        assertThat(recorded).noneMatch(value -> value.contains("@"));
    }

    @Test
    void theRegistrarHearsOfTheFlowAndACallComesByIt() {
        world.proxy.received(
                request(
                        "REGISTER",
                        "",
                        "Supported: path, outbound\r\nContact: <"
                                + BEHIND_NAT.text()
                                + ">;reg-id=1;+sip.instance=\"<urn:uuid:1>\"\r\n"),
                PHONE);
        List<String> path = world.lastTo(BOB, Method.REGISTER).values(PATH);
        assertThat(path).singleElement().asString().contains("@192.0.2.1:5062", ";lr;ob>");

        Request invite =
                MessageBuilder.from(request("INVITE", "", routes(path)))
                        .request(Method.INVITE, BEHIND_NAT);
        world.proxy.received(invite, BOB);
        Request rung = world.lastTo(PHONE, Method.INVITE);
        assertThat(rung.uri()).isEqualTo(BEHIND_NAT.asRequestUri());

        world.proxy.received(
                within("BYE", rung.values(HeaderName.RECORD_ROUTE).reversed(), BEHIND_NAT), BOB);
        assertThat(world.count(PHONE, Method.BYE)).isEqualTo(1);
    }

    @Test
    void aRegistrationWithoutAFlowGetsNoPath() {
        world.proxy.received(request("REGISTER", "", CONTACT), PHONE);

        assertThat(world.lastTo(BOB, Method.REGISTER).count(PATH)).isZero();
    }

    @Test
    void twoPhonesOnConnectionsOfTheirOwnFindEachOther() {
        SipUri uri = SipUri.of("bob", "10.0.0.8", 5060);
        ProxyWorld both =
                new ProxyWorld((request, from) -> Verdict.forward(new Target(uri, OTHER)));
        both.proxy.received(request("INVITE", "", CONTACT), PHONE);
        List<String> recorded = both.lastTo(OTHER, Method.INVITE).values(HeaderName.RECORD_ROUTE);
        assertThat(recorded).hasSize(2);

        both.proxy.received(within("BYE", recorded, BEHIND_NAT), OTHER);
        both.proxy.received(within("INFO", recorded.reversed(), uri), PHONE);
        assertThat(both.count(PHONE, Method.BYE)).isEqualTo(1);
        assertThat(both.count(OTHER, Method.INFO)).isEqualTo(1);
    }
}
