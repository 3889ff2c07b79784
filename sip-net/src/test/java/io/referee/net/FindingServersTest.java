package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.routing.AvoidList;
import io.referee.sip.session.Addressing;
import io.referee.sip.session.Authorizer;
import io.referee.sip.session.Failover;
import io.referee.sip.session.OutgoingInvite;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionListener;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.Uri;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// RFC 3263 §4 over real sockets: a user agent, a DNS server, SIP servers.
@Timeout(60)
final class FindingServersTest {
    private final BlockingQueue<Response> answered = new LinkedBlockingQueue<>();
    private final BlockingQueue<Response> rejected = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    private DnsServer dns;
    private Engine engine;
    private UserAgent agent;

    @BeforeEach
    void begin() throws Exception {
        dns = new DnsServer();
        engine = new Engine(EngineSettings.loopback());
        engine.dns(
                Dns.system()
                        .withServers(List.of(dns.address()))
                        .withHosts(Path.of("/nowhere/hosts")));
        agent =
                new UserAgent(
                        engine,
                        new SessionSettings("Test/1", "INVITE, ACK, BYE", "", Timing.STANDARD),
                        new NobodyCalls());
        agent.failover(new Failover(Duration.ofMillis(300), AvoidList.Terms.STANDARD));
        engine.deliverTo(new ToAgent());
        engine.uncaught(uncaught::add);
        engine.start();
    }

    @AfterEach
    void end() throws Exception {
        engine.close();
        dns.close();
        assertThat(uncaught).isEmpty();
    }

    private final class ToAgent implements Inbound {
        @Override
        public void received(SipMessage message, Hop from) {
            agent.received(message, from);
        }

        @Override
        public void malformed(Malformed malformed, Hop from) {}

        @Override
        public void failed(SipMessage message, Hop hop) {
            agent.failed(message, hop);
        }

        @Override
        public void connectionClosed(Hop hop) {}
    }

    private static final class NobodyCalls implements UserAgent.Handler {
        @Override
        public void invited(Session session, Request invite) {
            session.reject(486, "Busy Here", List.of());
        }

        @Override
        public void requested(ServerTransaction transaction) {}
    }

    /// A SIP server that answers every request but ACK with this status.
    private static Node server(int status) throws BindFailed {
        return Node.doing(
                (own, seen) -> {
                    if (seen.message() instanceof Request request && !request.is(Method.ACK)) {
                        own.transmit(
                                MessageBuilder.responding(request, "t" + status)
                                        .add(Header.of("Contact", "<sip:bob@127.0.0.1:9>"))
                                        .response(status),
                                seen.hop());
                    }
                });
    }

    private void call(String uri) {
        Uri to = Uri.parse(uri).orElseThrow();
        engine.post(
                () ->
                        agent.invite(
                                new OutgoingInvite(
                                        to,
                                        NameAddr.of(Uri.parse("sip:a@example.org").orElseThrow()),
                                        NameAddr.of(to),
                                        Addressing.hop(to),
                                        List.of(),
                                        new byte[0],
                                        "a",
                                        "",
                                        Authorizer.NONE,
                                        ""),
                                new SessionListener() {
                                    @Override
                                    public void answered(Session session, Response response) {
                                        session.acknowledge(new byte[0]);
                                        answered.add(response);
                                    }

                                    @Override
                                    public void rejected(Session session, Response response) {
                                        rejected.add(response);
                                    }
                                }));
    }

    private void servers(String service, InetSocketAddress... servers) {
        for (int i = 0; i < servers.length; i++) {
            String line = " 60 SRV " + i + " 1 " + servers[i].getPort() + " h.example.org.";
            dns.record(service + ".example.org" + line);
        }
    }

    @Test
    void aCallGoesOnToTheSecondServerWhenTheFirstOneIsSilent() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
                Node second = server(200)) {
            dns.record("h.example.org 60 A 127.0.0.1");
            InetSocketAddress first = (InetSocketAddress) silent.getLocalSocketAddress();
            servers("_sip._udp", first, second.udp());
            call("sip:bob@example.org");
            assertThat(Node.next(answered).status()).isEqualTo(200);
            assertThat(Node.next(second.received).message()).isInstanceOf(Request.class);
            assertThat(engine.ask(agent::avoided).get())
                    .extracting(one -> one.target().port())
                    .containsExactly(first.getPort());
            call("sip:carol@example.org");
            assertThat(Node.next(answered).status()).isEqualTo(200);
            assertThat(dns.asked())
                    .as("the second call asks nothing")
                    .containsExactlyInAnyOrder(
                            "udp example.org NAPTR",
                            "udp _sip._udp.example.org SRV",
                            "udp _sip._tcp.example.org SRV",
                            "udp h.example.org A");
        }
    }

    @Test
    void aCallGoesOnToTheSecondServerAfter503() throws Exception {
        try (Node first = server(503);
                Node second = server(200)) {
            dns.record("h.example.org 60 A 127.0.0.1");
            servers("_sip._udp", first.udp(), second.udp());
            call("sip:bob@example.org");
            assertThat(Node.next(answered).status()).isEqualTo(200);
            Request one = (Request) Node.next(first.received).message();
            Request two = (Request) Node.next(second.received).message();
            assertThat(two.callId()).isEqualTo(one.callId());
            assertThat(two.cseq()).isEqualTo(one.cseq());
            assertThat(two.via().branch()).isNotEqualTo(one.via().branch());
        }
    }

    @Test
    void aTcpServerThatRefusesIsPassedByAtOnce() throws Exception {
        InetSocketAddress closed;
        try (Node gone = Node.loopback()) {
            closed = gone.tcp();
        }
        try (Node second = server(200)) {
            dns.record("h.example.org 60 A 127.0.0.1");
            servers("_sip._tcp", closed, second.tcp());
            call("sip:bob@example.org;transport=tcp");
            assertThat(Node.next(answered).status()).isEqualTo(200);
        }
    }

    @Test
    void theDomainChoosesTcp() throws Exception {
        try (Node server = server(200)) {
            dns.record("example.org 60 NAPTR 1 2 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.")
                    .record(
                            "example.org 60 NAPTR 1 1 \"s\" \"SIP+D2T\" \"\""
                                    + " _sip._tcp.example.org.")
                    .record("h.example.org 60 A 127.0.0.1");
            servers("_sip._tcp", server.tcp());
            servers("_sip._udp", server.udp());
            call("sip:bob@example.org");
            assertThat(Node.next(answered).status()).isEqualTo(200);
            Node.Seen seen = Node.next(server.received);
            assertThat(seen.hop().transport()).isEqualTo(Transport.TCP);
            Request invite = (Request) seen.message();
            assertThat(invite.via().transport()).isEqualTo("TCP");
            assertThat(invite.contact().orElseThrow().uri().text()).endsWith(";transport=tcp");
        }
    }

    @Test
    void aNameThatDoesNotExistIsTheEndOfACall() throws Exception {
        call("sip:bob@nowhere.example");
        assertThat(Node.next(rejected).status()).isEqualTo(503);
        call("sip:bob@nowhere.example");
        assertThat(Node.next(rejected).status()).isEqualTo(503);
        assertThat(dns.asked())
                .as("asked once")
                .containsExactly("udp nowhere.example NAPTR", "udp nowhere.example A");
    }

    @Test
    void whatIsKnownCanBeSeen() throws Exception {
        call("sip:bob@nowhere.example");
        Node.next(rejected);
        assertThat(engine.ask(engine::knownNames).get())
                .extracting(one -> one.question().toString())
                .containsExactly("nowhere.example NAPTR", "nowhere.example A");
    }
}
