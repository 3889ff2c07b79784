package io.referee.server.ladders;

import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.ClientDigest;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transaction.Effect;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transaction.TransactionLayer;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A scripted phone: it sends what the ladder says, and does by itself only what a transaction
/// layer does, and digest. One thread only.
final class Phone implements TransactionLayer.User {
    static final int PORT = 5060;

    private final Spec spec;
    private final Wire wire;
    private final VirtualWorld outside;
    private final TransactionLayer transactions;
    private final Set<String> declared = new LinkedHashSet<>();
    private final Map<String, PhoneLeg> current = new HashMap<>();
    private final Map<String, PhoneLeg> byCallId = new HashMap<>();
    private final Map<String, PhoneLeg> byTag = new HashMap<>();
    private final Set<World.Visible> visible;
    private @Nullable Request referred;
    private String eventsAt = "";
    private int legs;
    private boolean unplugged;
    private boolean forks;

    /// @param name the letter(s) of its legs
    /// @param number from 1; its addresses are made of it
    /// @param user whom its From shows
    /// @param domain where
    /// @param password empty: it has no account
    record Spec(String name, int number, String user, String domain, String password) {}

    Phone(Spec spec, Wire wire, Set<World.Visible> visible) {
        this.spec = spec;
        this.wire = wire;
        this.visible = visible;
        this.outside =
                new VirtualWorld(
                        wire.scene().time(),
                        new Outside.Local(host(), PORT),
                        (message, hop) -> wire.fromPhone(this, message, hop),
                        spec.number());
        this.transactions = new TransactionLayer(outside, Timing.STANDARD, this);
        wire.connect(this);
    }

    String name() {
        return spec.name();
    }

    int number() {
        return spec.number();
    }

    String host() {
        return "198.51.100." + spec.number();
    }

    /// Where it listens for media: another address than that of its signalling.
    String mediaHost() {
        return "203.0.113." + spec.number();
    }

    SipUri address() {
        return SipUri.of(spec.user(), spec.domain(), -1);
    }

    SipUri contact() {
        SipUri uri = SipUri.of(spec.user(), host(), PORT);
        return wire.serverHop().transport().reliable()
                ? uri.withParameter("transport", "tcp")
                : uri;
    }

    Outside outside() {
        return outside;
    }

    Hop server() {
        return wire.serverHop();
    }

    TransactionLayer transactions() {
        return transactions;
    }

    void note(String text) {
        wire.scene().history().note(spec.name() + ": " + text);
    }

    // ---- its legs

    /// The ladder has a leg of this name.
    void declare(String leg) {
        declared.add(leg);
    }

    /// The leg of this name that is alive or was last.
    Optional<PhoneLeg> leg(String name) {
        return Optional.ofNullable(current.get(name));
    }

    PhoneLeg open(String name, String callId, String localTag) {
        PhoneLeg leg = new PhoneLeg(this, new PhoneLeg.Identity(name, callId, localTag, ++legs));
        current.put(name, leg);
        byCallId.put(callId, leg);
        byTag.put(localTag, leg);
        return leg;
    }

    private Optional<PhoneLeg> leg(String callId, String localTag) {
        return Optional.ofNullable(byTag.get(localTag))
                .or(() -> Optional.ofNullable(byCallId.get(callId)));
    }

    private String free() {
        for (String name : declared) {
            if (!current.containsKey(name)) {
                return name;
            }
        }
        for (String name : declared) {
            if (leg(name).orElseThrow().over()) {
                return name;
            }
        }
        return spec.name();
    }

    void deliver(String leg, SipMessage message, @Nullable ServerTransaction transaction) {
        wire.scene()
                .inboxes()
                .deliver(leg, new Heard.Sip(message, Optional.ofNullable(transaction)));
    }

    /// From now on nothing reaches it.
    void unplug() {
        unplugged = true;
    }

    /// From now on an INVITE comes to all legs that are declared.
    void fork() {
        forks = true;
    }

    /// The REFER that came last.
    Optional<Request> referred() {
        return Optional.ofNullable(referred);
    }

    /// Where the events of the last REFER are that asked for them.
    String eventsAt() {
        return eventsAt;
    }

    // ---- what comes in

    void received(SipMessage message) {
        if (unplugged) {
            return;
        }
        if (message instanceof Request ack && ack.is(Method.ACK)) {
            leg(ack.callId(), ack.toTag()).ifPresent(leg -> leg.acknowledged(ack));
        }
        transactions.received(message, wire.serverHop());
    }

    @Override
    public void requested(ServerTransaction transaction) {
        Request request = transaction.request();
        PhoneLeg leg = leg(request.callId(), request.toTag()).orElse(null);
        if (leg == null && forks && request.is(Method.INVITE)) {
            forked(transaction);
            return;
        }
        if (leg == null && !request.toTag().isEmpty()) {
            transaction.respond(
                    MessageBuilder.responding(request, transaction.toTag()).response(481));
            note("481 to a request of no dialog: " + Heard.text(request));
            return;
        }
        if (leg == null) {
            leg = open(free(), request.callId(), transaction.toTag());
        }
        referred = request.is(Method.REFER) ? request : referred;
        leg.requested(transaction);
    }

    private void forked(ServerTransaction transaction) {
        List<PhoneLeg> answerers = new ArrayList<>();
        for (String name : declared) {
            String tag = answerers.isEmpty() ? transaction.toTag() : outside.token();
            answerers.add(open(name, transaction.request().callId(), tag));
        }
        answerers.forEach(leg -> leg.requested(transaction));
        transaction.listener(
                new ServerTransaction.Listener() {
                    @Override
                    public void cancelled(ServerTransaction cancelled, Request cancel) {
                        answerers.forEach(leg -> leg.cancelled(cancel));
                    }
                });
    }

    @Override
    public void acknowledged(Request ack, Hop from) {}

    @Override
    public void stray(Response response, Hop from) {
        leg(response.callId(), response.fromTag()).ifPresent(leg -> leg.repeated(response));
    }

    // ---- what goes out

    /// The start of a request outside of dialogs.
    MessageBuilder request(PhoneLeg leg, Method method, NameAddr to) {
        return new MessageBuilder()
                .pushVia(transactions.via(server()))
                .add(HeaderName.MAX_FORWARDS, "70")
                .from(NameAddr.of(address()).withTag(leg.localTag()))
                .to(to)
                .callId(leg.callId())
                .cseq(new CSeq(leg.nextSeq(), method));
    }

    ClientTransaction send(PhoneLeg leg, Request request) {
        return transactions.send(request, server(), new Responses(leg));
    }

    private final class Responses implements ClientTransaction.Listener {
        private final PhoneLeg leg;

        Responses(PhoneLeg leg) {
            this.leg = leg;
        }

        @Override
        public void responded(ClientTransaction transaction, Response response) {
            response.value(HeaderName.of("Refer-Events-At")).ifPresent(at -> eventsAt = at);
            Optional<Request> again = again(leg, transaction.request(), response);
            if (again.isPresent()) {
                leg.resend(again.get());
            } else if (response.status() > 100 || visible.contains(World.Visible.TRYING)) {
                leg.responded(transaction, response);
            } else {
                leg.proceeding(transaction);
            }
        }

        @Override
        public void failed(ClientTransaction transaction, Effect.Cause cause) {
            note("no answer to " + Heard.text(transaction.request()) + ", " + cause);
        }
    }

    /// The request with credentials, when the response is its first challenge.
    private Optional<Request> again(PhoneLeg leg, Request request, Response response) {
        if (response.status() != 401
                || spec.password().isEmpty()
                || visible.contains(World.Visible.CHALLENGE)
                || request.header(HeaderName.AUTHORIZATION).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                MessageBuilder.from(request)
                        .replaceTopVia(transactions.via(server()))
                        .cseq(new CSeq(leg.nextSeq(), request.method()))
                        .add(HeaderName.AUTHORIZATION, credentials(request, response))
                        .request(request.method(), request.uri()));
    }

    private String credentials(Request request, Response response) {
        List<Challenge> challenges = new ArrayList<>();
        for (Header header : response.headers()) {
            if (header.name() == HeaderName.WWW_AUTHENTICATE
                    && Challenge.parse(header.value())
                            instanceof Challenge.Reading.Parsed(Challenge challenge)) {
                challenges.add(challenge);
            }
        }
        return new ClientDigest()
                .answer(
                        challenges,
                        new ClientDigest.Login(spec.user(), spec.password()),
                        new ClientDigest.Attempt(
                                request.method().name(), request.uri().text(), 1, outside.token()))
                .orElseThrow(() -> new AssertionError("no challenge in\n" + response))
                .print();
    }
}
