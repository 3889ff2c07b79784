package io.referee.sip.session;

import io.referee.ladder.VirtualTime;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Servers;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A user agent in virtual time between servers that a test plays: it knows which names have which
/// servers, keeps what was sent where, and brings answers.
final class Town implements Outside {
    static final Local LOCAL = new Local("192.0.2.100", 5060);

    final VirtualTime time = new VirtualTime();
    final List<Sent> sent = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    final UserAgent agent;
    private final Map<String, List<Hop>> servers = new HashMap<>();
    private final List<Runnable> searches = new ArrayList<>();
    private boolean slow;
    private final Map<String, Sent> latest = new HashMap<>();
    private int tokens;

    record Sent(SipMessage message, Hop hop) {
        Request request() {
            return (Request) message;
        }

        @Override
        public String toString() {
            String what =
                    message instanceof Request request
                            ? request.method().name()
                            : "" + ((Response) message).status();
            return what + " to " + hop.host();
        }
    }

    Town() {
        agent =
                new UserAgent(
                        this,
                        new SessionSettings("Test/1", "INVITE, BYE", "", Timing.STANDARD),
                        new UserAgent.Handler() {
                            @Override
                            public void invited(Session session, Request invite) {}

                            @Override
                            public void requested(ServerTransaction transaction) {
                                transaction.respond(agent().responding(transaction).response(200));
                            }
                        });
    }

    private UserAgent agent() {
        return agent;
    }

    static Hop udp(int host) {
        return Hop.udp(Hosts.address("198.51.100." + host, 5060));
    }

    /// This name has these servers.
    Town serve(String name, Hop... hops) {
        servers.put(name, List.of(hops));
        return this;
    }

    /// From now on, searches wait for [#answerSearches].
    void slowNames() {
        slow = true;
    }

    void answerSearches() {
        List<Runnable> waiting = List.copyOf(searches);
        searches.clear();
        waiting.forEach(Runnable::run);
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    /// Calls `sip:bob@<name>`, within the reach of the user agent.
    Session call(String name, SessionListener listener) {
        Uri uri = Uri.parse("sip:bob@" + name).orElseThrow();
        return agent.invite(
                new OutgoingInvite(
                                uri,
                                NameAddr.of(Uri.parse("sip:alice@example.org").orElseThrow()),
                                NameAddr.of(uri),
                                Addressing.hop(uri),
                                List.of(),
                                new byte[0],
                                "alice",
                                "",
                                Authorizer.NONE,
                                "")
                        .withReach(agent.reach()),
                listener);
    }

    /// Sends an OPTIONS request to the name, within the reach of the user agent.
    void ask(String name, ResponseListener listener) {
        Uri uri = Uri.parse("sip:" + name).orElseThrow();
        NameAddr us = NameAddr.of(Uri.parse("sip:alice@example.org").orElseThrow());
        Hop hop = Addressing.hop(uri);
        agent.send(
                agent.request(Method.OPTIONS, us, NameAddr.of(uri), hop)
                        .request(Method.OPTIONS, uri),
                hop,
                agent.reach(),
                Authorizer.NONE,
                listener);
    }

    /// What was sent since the last time, as text; retransmissions are not told apart.
    List<String> takeSent() {
        List<String> texts = sent.stream().map(Sent::toString).toList();
        sent.clear();
        return texts;
    }

    /// The latest request of this method to a server.
    Sent last(String method, Hop hop) {
        Sent one = latest.get(method + " to " + hop.host());
        if (one == null || !one.hop().equals(hop)) {
            throw new AssertionError("no " + method + " to " + hop + " in " + latest);
        }
        return one;
    }

    /// The server at `from.hop()` answers.
    void answer(Sent from, int status, String... headers) {
        MessageBuilder response =
                MessageBuilder.responding(
                                from.request(), status == 100 ? "" : "t" + from.hop().host())
                        .add(Header.of("Contact", "<sip:bob@" + from.hop().host() + ">"));
        for (String header : headers) {
            int colon = header.indexOf(':');
            response.add(
                    Header.of(header.substring(0, colon), header.substring(colon + 1).strip()));
        }
        agent.received(response.response(status), from.hop());
    }

    /// The transport says that this could not be sent.
    void fail(Sent one) {
        agent.failed(one.message(), one.hop());
    }

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public void transmit(SipMessage message, Hop hop) {
        Sent one = new Sent(message, hop);
        sent.add(one);
        latest.put(one.toString(), one);
    }

    @Override
    public Alarm schedule(Duration after, Runnable alarm) {
        return time.after(after, alarm)::cancel;
    }

    @Override
    public Local localAddress(Hop hop) {
        return hop.transport().reliable() ? new Local(LOCAL.host(), 5062) : LOCAL;
    }

    @Override
    public void locate(Uri uri, Consumer<Servers> then) {
        asked.add(uri.text());
        String host = Addressing.hop(uri).address().getHostString();
        List<Hop> found = servers.getOrDefault(host, List.of());
        if (slow) {
            searches.add(() -> then.accept(Servers.of(found)));
        } else {
            then.accept(Servers.of(found));
        }
    }

    @Override
    public String token() {
        return "token" + ++tokens;
    }

    @Override
    public int random(int bound) {
        return 0;
    }
}
