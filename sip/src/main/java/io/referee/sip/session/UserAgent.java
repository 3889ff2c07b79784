package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.routing.AvoidList;
import io.referee.sip.transaction.Admission;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transaction.Effect;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.TransactionLayer;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Inside;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A user agent: INVITE sessions in both directions and requests outside dialogs, on the
/// transaction layer. *Engine thread only.*
public final class UserAgent implements Inside {
    private final Outside outside;
    private final SessionSettings settings;
    private final Handler handler;
    private final String supportedLater;
    private final TransactionLayer transactions;
    private final Targets targets;

    /// By our tag, which is ours alone and cannot be guessed.
    private final Map<String, Session> sessions = new HashMap<>();

    /// By our tags in early dialogs other than the first.
    private final Map<String, Session> aliases = new HashMap<>();

    private final Departed departed;
    private Reach reach = Reach.ANYWHERE;
    private int transactionLimit = TransactionLayer.MAX_TRANSACTIONS;

    /// Takes what comes in outside of dialogs.
    public interface Handler {
        /// An INVITE that starts a session: answer with its `progress`, `answer` or `reject`, and
        /// set its listener.
        void invited(Session session, Request invite);

        /// Any other request outside of a dialog.
        void requested(ServerTransaction transaction);

        /// A request within a dialog that is none of our sessions: one that a SUBSCRIBE or REFER
        /// has made, perhaps. And a SUBSCRIBE in a session that is over: a subscription may have
        /// outlived it (RFC 5057 §5.5).
        ///
        /// @return whether it was answered; otherwise it gets 481
        default boolean within(ServerTransaction transaction) {
            return false;
        }
    }

    /// A user agent without any session yet.
    public UserAgent(Outside outside, SessionSettings settings, Handler handler) {
        this.outside = outside;
        this.settings = settings;
        this.supportedLater = settings.supportedWithout("100rel");
        this.handler = handler;
        this.transactions =
                new TransactionLayer(outside, settings.timing(), new FromTransactions());
        this.transactions.refuseMerged();
        this.targets = new Targets(outside);
        this.departed = new Departed(this, outside, settings.timing().giveUp());
    }

    /// A message came in.
    @Override
    public void received(SipMessage message, Hop from) {
        transactions.received(message, from);
    }

    /// A message of ours could not be sent.
    @Override
    public void failed(SipMessage message, Hop hop) {
        transactions.failed(message, hop);
    }

    /// The most transactions that are kept at the same time, see [TransactionLayer#limit(int)];
    /// while there are more sessions than that, dead dialogs are forgotten at once.
    public void transactionLimit(int most) {
        transactionLimit = most;
        transactions.limit(most);
    }

    /// What is done when one of several servers behind a name fails; [Failover#STANDARD] without
    /// this. What was remembered of servers is forgotten.
    public void failover(Failover next) {
        targets.failover(next);
    }

    /// The servers that failed lately and are tried last.
    public List<AvoidList.Avoided> avoided() {
        return targets.avoided();
    }

    /// Where requests may go that somebody else directs than whoever runs this user agent. Whoever
    /// sends such a request says so with this reach; others go anywhere.
    public Reach reach() {
        return reach;
    }

    /// [Reach#ANYWHERE] without this.
    public void reach(Reach next) {
        reach = next;
    }

    /// Who is let in, see [TransactionLayer#admission].
    public void admission(Admission next) {
        transactions.admission(next);
    }

    /// How many sessions and transactions are alive (dead dialogs that are still remembered do not
    /// count).
    public int size() {
        return sessionCount() + transactions.size();
    }

    /// How many sessions are alive.
    public int sessionCount() {
        int alive = 0;
        for (Session session : sessions.values()) {
            alive += session.over() ? 0 : 1;
        }
        return alive;
    }

    /// Whether somebody has answered a request that belongs to no call.
    boolean within(ServerTransaction transaction) {
        return handler.within(transaction);
    }

    Outside outside() {
        return outside;
    }

    SessionSettings settings() {
        return settings;
    }

    /// Supported where nobody would acknowledge a reliable provisional response at once: in an
    /// INVITE without an offer, and within a dialog.
    String supportedLater() {
        return supportedLater;
    }

    TransactionLayer transactions() {
        return transactions;
    }

    Targets targets() {
        return targets;
    }

    /// Sends a request: to an address at once, to a name as soon as its servers are found, and to
    /// the next of them when one fails (RFC 3263 §4.3).
    Delivery deliver(Request request, Hop hop, Reach bounds, Delivery.User user) {
        return Delivery.start(this, request, hop, bounds, user);
    }

    /// Sends an ACK for a 2xx, which is no transaction: to a name, to the server that its call has
    /// reached or to the first one within bounds.
    ///
    /// @param barred runs later when there is none within bounds, and the ACK was not sent
    void transmit(Request ack, Hop hop, Reach bounds, Runnable barred) {
        if (Targets.named(hop)) {
            Optional<Hop> reached = targets.reached(ack.callId(), hop);
            if (reached.isPresent()) {
                outside.transmit(Readdressing.to(this, ack, hop, reached.get()), reached.get());
            } else {
                targets.locate(ack, hop, found -> transmit(ack, hop, found, bounds, barred));
            }
        } else if (bounds.includes(hop)) {
            outside.transmit(ack, hop);
        } else {
            outside.schedule(Duration.ZERO, barred);
        }
    }

    private void transmit(Request ack, Hop hop, List<Hop> found, Reach bounds, Runnable barred) {
        Optional<Hop> target = found.stream().filter(bounds::includes).findFirst();
        if (target.isPresent()) {
            targets.worked(ack, hop, target.get());
            outside.transmit(Readdressing.to(this, ack, hop, target.get()), target.get());
        } else if (!found.isEmpty()) {
            outside.schedule(Duration.ZERO, barred);
        } else if (bounds.anywhere()) {
            outside.transmit(ack, hop);
        }
    }

    /// Starts a session by sending an INVITE. One without an offer does not say `100rel`: the offer
    /// could come in a provisional response then, for which the user must have an answer at once;
    /// who has sets Supported among the headers of `spec`.
    public Session invite(OutgoingInvite spec, SessionListener listener) {
        return invite(
                spec, outside.token() + '@' + outside.localAddress(spec.hop()).host(), listener);
    }

    private Session invite(OutgoingInvite spec, String callId, SessionListener listener) {
        String tag = outside.token();
        MessageBuilder builder =
                new MessageBuilder()
                        .pushVia(transactions.via(spec.hop()))
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .from(spec.from().withTag(tag))
                        .to(spec.to())
                        .callId(callId)
                        .cseq(new CSeq(1, Method.INVITE))
                        .add(
                                HeaderName.CONTACT,
                                contact(spec.contactUser(), spec.hop(), spec.uri())
                                        + spec.features())
                        .add(
                                HeaderName.ALLOW,
                                spec.allow().isEmpty() ? settings.allow() : spec.allow());
        Session session = Session.outgoing(this, spec, tag, listener);
        builder.add(HeaderName.USER_AGENT, settings.product());
        for (var header : spec.headers()) {
            if (header.name() == HeaderName.MAX_FORWARDS
                    || header.name() == HeaderName.USER_AGENT) {
                builder.set(header.name(), header.value());
            } else if (header.name() != HeaderName.SUPPORTED) {
                builder.add(header);
            }
        }
        String supported = supported(spec, session);
        if (!supported.isEmpty()) {
            builder.add(HeaderName.SUPPORTED, supported);
        }
        spec.write(builder, outside::token);
        session.timer().askFirst(builder);
        sessions.put(tag, session);
        session.start(builder.request(Method.INVITE, spec.uri()));
        return session;
    }

    private String supported(OutgoingInvite spec, Session session) {
        String usual = spec.body().length == 0 ? supportedLater : settings.supported();
        for (var header : spec.headers()) {
            if (header.name() == HeaderName.SUPPORTED) {
                return SessionSettings.listing(header.value(), session.extensions());
            }
        }
        return SessionSettings.listing(usual, session.extensions());
    }

    /// Sends a request outside of a dialog; a challenge is answered once.
    public void send(Request request, Hop hop, Authorizer authorizer, ResponseListener listener) {
        send(request, hop, Reach.ANYWHERE, authorizer, listener);
    }

    /// The same within a reach; `listener` hears 403 when the request may go nowhere.
    public void send(
            Request request,
            Hop hop,
            Reach bounds,
            Authorizer authorizer,
            ResponseListener listener) {
        new Attempt(this, hop, bounds, authorizer, listener).send(request);
    }

    /// The start of a request outside of a dialog: fresh Via, From tag and Call-ID.
    public MessageBuilder request(Method method, NameAddr from, NameAddr to, Hop hop) {
        return new MessageBuilder()
                .pushVia(transactions.via(hop))
                .add(HeaderName.MAX_FORWARDS, "70")
                .from(from.withTag(outside.token()))
                .to(to)
                .callId(outside.token())
                .cseq(new CSeq(1, method))
                .add(HeaderName.USER_AGENT, settings.product());
    }

    /// The start of a request within a dialog that is none of our sessions, with the CSeq number
    /// that the dialog is at.
    public MessageBuilder request(Method method, Dialog dialog, Hop hop) {
        return dialog.request(method, transactions.via(hop), dialog.localSeq())
                .add(HeaderName.USER_AGENT, settings.product());
    }

    /// A response to a request, with our tag and Server.
    public MessageBuilder responding(ServerTransaction transaction) {
        return responding(transaction.request(), transaction.toTag());
    }

    MessageBuilder responding(Request request, String tag) {
        return MessageBuilder.responding(request, tag).add(HeaderName.SERVER, settings.product());
    }

    /// Answers a request of a method that is not ours: 405 with Allow (RFC 3261 §8.2.1).
    public void notAllowed(ServerTransaction transaction) {
        transaction.respond(
                responding(transaction).add(HeaderName.ALLOW, settings.allow()).response(405));
    }

    /// Our Contact as `hop` reaches it, in angle brackets.
    public String contact(String user, Hop hop) {
        return Addressing.contact(user, outside.localAddress(hop), hop);
    }

    /// The same within a dialog: `sips` when `about` is, see [Addressing#contact].
    public String contact(String user, Hop hop, Uri about) {
        return Addressing.contact(user, outside.localAddress(hop), hop, about);
    }

    /// Those that are over.
    Departed departed() {
        return departed;
    }

    /// The session with this Call-ID and local tag. One that is over is found for a moment more,
    /// and for half a minute when there may be something to say in it yet.
    public Optional<Session> session(String callId, String localTag) {
        Session first = sessions.get(localTag);
        Session found = first == null ? aliases.get(localTag) : first;
        return Optional.ofNullable(found).filter(s -> s.callId().equals(callId));
    }

    /// Whether the tags of a request name a session that is alive.
    public boolean inSession(Request request) {
        return session(request.callId(), request.toTag()).filter(one -> !one.over()).isPresent();
    }

    /// What the Replaces header of a request means here (RFC 3891 §3).
    public ReplacesMatch match(Request request) {
        return ReplacesMatch.of(request, this);
    }

    /// What a Replaces value means here, as it stands in a Refer-To for example.
    public ReplacesMatch match(Replaces replaces) {
        return ReplacesMatch.of(replaces, this);
    }

    /// The session that a Replaces value names by Call-ID and both tags, in whatever state it is;
    /// one that is over as [#session] does.
    public Optional<Session> named(Replaces replaces) {
        return ReplacesMatch.named(replaces, this);
    }

    /// A session that was confirmed before a restart goes on; nothing is sent now.
    ///
    /// @param age how long ago the note was taken
    public Session revive(KeptSession kept, Duration age, SessionListener listener) {
        Session session = kept.revive(this, age);
        session.listener(listener);
        remember(session);
        return session;
    }

    /// An INVITE that nobody had answered before a restart is given up now: a caller hears 503 and
    /// may try again, and who still rings is cancelled.
    ///
    /// @param reason for both, in words
    public void giveUp(KeptInvite kept, String reason) {
        kept.giveUp(this, reason);
    }

    void alias(String tag, Session session) {
        aliases.put(tag, session);
    }

    void remember(Session session) {
        sessions.put(session.firstTag(), session);
    }

    /// Forgets a session.
    ///
    /// @return whether it was known
    boolean forget(Session session) {
        for (String tag : session.aliases()) {
            aliases.remove(tag, session);
        }
        return sessions.remove(session.firstTag(), session);
    }

    /// Dead dialogs stay known for 64*T1, so that crossing requests are answered by us.
    void forgetLater(Session session) {
        if (sessions.size() + departed.size() > transactionLimit) {
            forget(session);
        } else {
            departed.add(session);
        }
    }

    private final class FromTransactions implements TransactionLayer.User {
        @Override
        public void requested(ServerTransaction transaction) {
            Request request = transaction.request();
            if (!request.toTag().isEmpty()) {
                session(request.callId(), request.toTag())
                        .ifPresentOrElse(
                                session -> session.received(transaction), () -> gone(transaction));
            } else if (request.is(Method.INVITE)) {
                Session session = Session.incoming(UserAgent.this, transaction);
                remember(session);
                if (session.timer().tooSmall(request)) {
                    session.refuseShortTimer();
                } else {
                    handler.invited(session, request);
                }
            } else {
                handler.requested(transaction);
            }
        }

        private void gone(ServerTransaction transaction) {
            Request request = transaction.request();
            departed.find(request.callId(), request.toTag())
                    .ifPresentOrElse(
                            remains -> remains.received(UserAgent.this, transaction),
                            () -> unknown(transaction));
        }

        private void unknown(ServerTransaction transaction) {
            if (!within(transaction)) {
                transaction.respond(responding(transaction).response(481));
            }
        }

        @Override
        public void merged(ServerTransaction transaction) {
            transaction.respond(responding(transaction).response(482));
        }

        @Override
        public void acknowledged(Request ack, Hop from) {
            session(ack.callId(), ack.toTag()).ifPresent(session -> session.acknowledged(ack));
        }

        @Override
        public void stray(Response response, Hop from) {
            if (response.success() && response.cseq().method().equals(Method.INVITE)) {
                session(response.callId(), response.fromTag())
                        .ifPresent(session -> session.stray(response));
            }
        }
    }

    /// One request outside of a dialog with at most one answer to a challenge.
    private record Attempt(
            UserAgent agent,
            Hop hop,
            Reach bounds,
            Authorizer authorizer,
            ResponseListener listener)
            implements Delivery.User {

        void send(Request request) {
            agent.deliver(request, hop, bounds, this);
        }

        @Override
        public void responded(ClientTransaction transaction, Response response) {
            if (response.provisional()) {
                listener.progressed(response);
                return;
            }
            Optional<Request> again =
                    Challenges.again(agent.transactions, transaction, response, authorizer);
            if (again.isPresent()) {
                new Attempt(agent, hop, bounds, authorizer.afterwards(), listener)
                        .send(listener.challenged(again.get()));
            } else {
                listener.responded(response);
            }
        }

        @Override
        public void turnedAway(Response response) {
            if (response.status() == Reach.REFUSED) {
                listener.barred(response);
            } else {
                listener.responded(response);
            }
        }

        @Override
        public void failed(ClientTransaction transaction, Effect.Cause cause) {
            listener.responded(Challenges.standIn(transaction.request(), cause));
        }
    }
}
