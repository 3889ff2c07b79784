package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetSocketAddress;

/// Requests that are too long for a datagram (RFC 3261 §18.1.1).
@Timeout(60)
final class LongRequestTest {
    private static final int LIMIT = Limits.standard().datagrams().requestOctets();

    /// A request of exactly this length.
    private static Request request(String callId, int octets) {
        int bare = Messages.options(callId, "x".repeat(1_000)).encoded().length - 1_000;
        return Messages.options(callId, "x".repeat(octets - bare));
    }

    @Test
    void oneOctetDecides() throws Exception {
        try (Node peer = Node.loopback();
                Node node = Node.loopback()) {
            node.send(request("short", LIMIT), Hop.udp(peer.udp()));
            assertThat(Node.next(peer.received).hop().transport()).isEqualTo(Transport.UDP);
            node.send(request("long", LIMIT + 1), Hop.udp(peer.udp()));
            Node.Seen seen = Node.next(peer.received);
            assertThat(seen.hop().transport()).isEqualTo(Transport.TCP);
            assertThat(seen.message().via().transport()).isEqualTo("TCP");
            assertThat(seen.message().via().port()).isEqualTo(node.tcp().getPort());
            assertThat(seen.message().via().branch()).isEqualTo("z9hG4bKlong");
        }
    }

    @Test
    void whatTheCoreRepeatsIsNotSentAgainAndWhatBelongsToItGoesTheSameWay() throws Exception {
        try (Node peer = Node.loopback();
                Node node = Node.loopback()) {
            Hop hop = Hop.udp(peer.udp());
            Request request = request("long", LIMIT + 1);
            node.send(request, hop);
            node.send(request, hop);
            node.send(cancel(), hop);
            assertThat(Node.next(peer.received).message().callId()).isEqualTo("long");
            Node.Seen cancel = Node.next(peer.received);
            assertThat(((Request) cancel.message()).method()).hasToString("CANCEL");
            assertThat(cancel.hop().transport()).isEqualTo(Transport.TCP);
            // The writer counts after it has written.
            await().untilAsserted(() -> assertThat(node.engine.counts().sent()).isEqualTo(2));
        }
    }

    private static SipMessage cancel() {
        String text = new String(Messages.octets("long", ""), UTF_8).replace("OPTIONS", "CANCEL");
        return (SipMessage) Parser.datagram(text.getBytes(UTF_8));
    }

    @Test
    void aPeerWithoutTcpGetsADatagramAndIsNotAskedAgain() throws Exception {
        try (Node peer = Node.of(EngineSettings.loopback().without(Transport.TCP));
                Node node = Node.loopback()) {
            Hop hop = Hop.udp(peer.udp());
            for (String callId : new String[] {"first", "second"}) {
                Request request = request(callId, LIMIT + 1);
                node.send(request, hop);
                Node.Seen seen = Node.next(peer.received);
                assertThat(seen.message()).isEqualTo(request);
                assertThat(seen.hop().transport()).isEqualTo(Transport.UDP);
            }
            assertThat(node.failed).isEmpty();
            await().until(() -> node.engine.counts().connections() == 0);
        }
    }

    @Test
    void withoutTcpOfOurOwnEverythingGoesAsDatagrams() throws Exception {
        try (Node peer = Node.loopback();
                Node node = Node.of(EngineSettings.loopback().without(Transport.TCP))) {
            node.send(request("long", LIMIT + 1), Hop.udp(peer.udp()));
            assertThat(Node.next(peer.received).hop().transport()).isEqualTo(Transport.UDP);
        }
    }

    @Test
    void aResponseWhoseConnectionIsGoneGoesWhereItsViaSays() throws Exception {
        try (Node server = Node.loopback();
                Node caller = Node.loopback();
                Node next = Node.loopback()) {
            caller.send(Messages.options("lost"), Hop.tcp(server.tcp()));
            Hop from = Node.next(server.received).hop();
            caller.engine.close();
            assertThat(Node.next(server.closed)).isEqualTo(from);
            server.send(answer(next.tcp()), from);
            assertThat(Node.next(next.received).message().callId()).isEqualTo("lost");
        }
    }

    /// With the Via of who waits at this address.
    private static SipMessage answer(InetSocketAddress at) {
        String text =
                String.join(
                        "\r\n",
                        "SIP/2.0 200 OK",
                        "Via: SIP/2.0/TCP 127.0.0.1:" + at.getPort() + ";branch=z9hG4bKlost",
                        "From: <sip:a@127.0.0.1>;tag=1",
                        "To: <sip:b@127.0.0.1>;tag=2",
                        "Call-ID: lost",
                        "CSeq: 1 OPTIONS",
                        "Content-Length: 0",
                        "",
                        "");
        return (SipMessage) Parser.datagram(text.getBytes(UTF_8));
    }
}
