package io.referee.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.ladder.VirtualTime;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/// A proxy at 192.0.2.1 in virtual time, alice at 198.51.100.1, and callees wherever the routing
/// sends to.
final class ProxyWorld implements Outside {
    static final Hop ALICE = Hop.udp(Hosts.address("198.51.100.1", 5060));
    static final Hop BOB = Hop.udp(Hosts.address("198.51.100.2", 5060));
    static final Hop CAROL = Hop.udp(Hosts.address("198.51.100.3", 5060));

    final VirtualTime time = new VirtualTime();
    final List<Sent> sent = new ArrayList<>();
    final Proxy proxy;
    private int tokens;

    record Sent(SipMessage message, Hop hop) {}

    ProxyWorld(Routing routing) {
        proxy = new Proxy(this, Timing.STANDARD, routing);
    }

    static ProxyWorld to(Hop... targets) {
        List<Target> list = new ArrayList<>();
        for (Hop hop : targets) {
            list.add(Target.of(SipUri.of("bob", hop.host(), hop.port())));
        }
        return new ProxyWorld((request, from) -> new Verdict.Forward(list));
    }

    /// A request of alice with further header lines, each with its CRLF.
    static Request request(String method, String toTag, String more) {
        String text =
                method
                        + " sip:bob@example.org SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKalice"
                        + method
                        + "\r\nFrom: <sip:alice@example.org>;tag=a\r\nTo: <sip:bob@example.org>"
                        + toTag
                        + "\r\nCall-ID: call\r\nCSeq: 1 "
                        + (method.equals("CANCEL") ? "CANCEL" : method)
                        + "\r\n"
                        + more
                        + "\r\n";
        return (Request) Parser.datagram(text.getBytes(StandardCharsets.UTF_8));
    }

    /// CANCEL of what [#request] makes.
    static Request cancelOf(Request invite) {
        return MessageBuilder.from(invite)
                .cseq(new io.referee.sip.header.CSeq(1, Method.CANCEL))
                .request(Method.CANCEL, invite.uri());
    }

    void fromAlice(Request request) {
        proxy.received(request, ALICE);
    }

    /// The callee there answers the latest request of that method that it got.
    void answer(Hop callee, Method method, int status, String... headers) {
        Request request = lastTo(callee, method);
        MessageBuilder builder = MessageBuilder.responding(request, "t" + callee.host());
        for (int i = 0; i < headers.length; i += 2) {
            builder.add(io.referee.sip.message.Header.of(headers[i], headers[i + 1]));
        }
        proxy.received(builder.response(status), callee);
    }

    Request lastTo(Hop hop, Method method) {
        for (Sent one : sent.reversed()) {
            if (one.hop.equals(hop) && one.message instanceof Request r && r.is(method)) {
                return r;
            }
        }
        throw new NoSuchElementException("no " + method + " to " + hop + ": " + sent);
    }

    long count(Hop hop, Method method) {
        return sent.stream()
                .filter(s -> s.hop.equals(hop) && s.message instanceof Request r && r.is(method))
                .count();
    }

    /// What alice got, without the 100.
    List<Integer> statuses() {
        return sent.stream()
                .filter(s -> s.hop.equals(ALICE) && s.message instanceof Response)
                .map(s -> ((Response) s.message).status())
                .filter(status -> status != 100)
                .toList();
    }

    long responsesTo(Method method) {
        return sent.stream()
                .filter(s -> s.message instanceof Response r && r.cseq().method().equals(method))
                .filter(s -> ((Response) s.message).status() != 100)
                .count();
    }

    Response lastResponse() {
        SipMessage last =
                sent.stream()
                        .filter(s -> s.hop.equals(ALICE) && s.message instanceof Response)
                        .toList()
                        .getLast()
                        .message();
        assertThat(last).isInstanceOf(Response.class);
        return (Response) last;
    }

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public void transmit(SipMessage message, Hop hop) {
        assertThat(Parser.datagram(message.encoded())).isInstanceOf(SipMessage.class);
        sent.add(new Sent(message, hop));
    }

    @Override
    public Alarm schedule(Duration after, Runnable alarm) {
        return time.after(after, alarm)::cancel;
    }

    @Override
    public Local localAddress(Hop hop) {
        return new Local("192.0.2.1", hop.transport() == Transport.UDP ? 5060 : 5062);
    }

    @Override
    public String token() {
        tokens++;
        return "token" + tokens;
    }

    @Override
    public int random(int bound) {
        return 0;
    }
}
