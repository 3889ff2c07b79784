package io.referee.sip.transaction;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.Via;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Inside;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// All transactions that are under way, found by the keys of RFC 3261 §17.1.3 and §17.2.3. *Engine
/// thread only.*
public final class TransactionLayer implements Inside {
    /// Transactions of either kind that are kept at the same time, unless [#limit(int)] says
    /// otherwise.
    public static final int MAX_TRANSACTIONS = 100_000;

    private static final int LOOP_DETECTED = 482;
    private static final int RETRY_SECONDS = 10;

    /// Requests whose answers were too large that are remembered; the oldest are forgotten.
    static final int MAX_WITHHELD = 4_096;

    /// Methods of which a CANCEL may name a request, the usual one apart (RFC 3261 §9.2).
    private static final Method[] OTHERS = {
        Method.REGISTER,
        Method.OPTIONS,
        Method.BYE,
        Method.SUBSCRIBE,
        Method.NOTIFY,
        Method.REFER,
        Method.MESSAGE,
        Method.INFO,
        Method.UPDATE,
        Method.PRACK,
        Method.PUBLISH
    };

    /// How many of the oldest are looked at for one that is done.
    private static final int MAX_LOOKED_AT = 16;

    private final Outside outside;
    private final Timing timing;
    private final User user;
    private final Map<ClientKey, ClientTransaction> clients = new LinkedHashMap<>();
    private final Map<ServerKey, ServerTransaction> servers = new LinkedHashMap<>();
    private final Map<ServerKey, Integer> withheld = new LinkedHashMap<>();
    private final Map<Origin, ServerTransaction> origins = new HashMap<>();
    private final Lingering lingering;
    private final Machines reliable;
    private final Machines unreliable;
    private int limit = MAX_TRANSACTIONS;
    private boolean mergedRefused;
    private Admission admission = Admission.EVERYBODY;

    /// Who sits above: what transactions cannot handle by themselves.
    public interface User {
        /// A new request that is neither ACK nor CANCEL. An INVITE that is not answered before this
        /// returns is answered 100.
        void requested(ServerTransaction transaction);

        /// A request that came before by another way (RFC 3261 §8.2.2.2); only told after
        /// [#refuseMerged()].
        default void merged(ServerTransaction transaction) {
            transaction.respond(LOOP_DETECTED);
        }

        /// An ACK for a 2xx, or one that belongs to nothing.
        void acknowledged(Request ack, Hop from);

        /// A response that belongs to no transaction: a late 2xx, as a rule.
        void stray(Response response, Hop from);
    }

    /// A layer without any transaction yet.
    public TransactionLayer(Outside outside, Timing timing, User user) {
        this.outside = outside;
        this.timing = timing;
        this.user = user;
        this.lingering = new Lingering(outside);
        this.reliable = Machines.of(timing, Reliability.RELIABLE);
        this.unreliable = Machines.of(timing, Reliability.UNRELIABLE);
    }

    Outside outside() {
        return outside;
    }

    Machines machines(Hop hop) {
        return hop.transport().reliable() ? reliable : unreliable;
    }

    User user() {
        return user;
    }

    Admission admission() {
        return admission;
    }

    /// Who is let in; everybody unless said otherwise.
    public void admission(Admission next) {
        admission = next;
    }

    /// How many transactions are alive.
    public int size() {
        return clients.size() + servers.size();
    }

    /// A Via of ours for a request to `hop`, with a fresh branch.
    public Via via(Hop hop) {
        Outside.Local local = outside.localAddress(hop);
        String branch = Via.MAGIC_COOKIE + outside.token();
        return Via.own(hop.transport().text(), local.host(), local.port(), branch);
    }

    /// Starts a client transaction. The request's top Via must be ours ([#via(Hop)]).
    public ClientTransaction send(Request request, Hop hop, ClientTransaction.Listener listener) {
        if (clients.size() >= limit) {
            madeRoom(clients);
        }
        ClientTransaction transaction = new ClientTransaction(this, request, hop, listener);
        clients.put(transaction.key(), transaction);
        transaction.start();
        return transaction;
    }

    /// Cancels an INVITE under way (RFC 3261 §9.1). Without a provisional response yet, nothing is
    /// sent: the caller tries again when one comes. `reason` is a Reason header value or empty.
    public void cancel(ClientTransaction invite, String reason) {
        if (!invite.provisionalSeen() || invite.finished()) {
            return;
        }
        Request original = invite.request();
        MessageBuilder cancel =
                new MessageBuilder()
                        .pushVia(original.via())
                        .from(original.from())
                        .to(original.to())
                        .callId(original.callId())
                        .cseq(new CSeq(original.cseq().number(), Method.CANCEL))
                        .add(HeaderName.MAX_FORWARDS, "70");
        for (String route : original.values(HeaderName.ROUTE)) {
            cancel.add(HeaderName.ROUTE, route);
        }
        if (!reason.isEmpty()) {
            cancel.add(HeaderName.REASON, reason);
        }
        send(cancel.request(Method.CANCEL, original.uri()), invite.hop(), Unheard.INSTANCE);
    }

    Lingering lingering() {
        return lingering;
    }

    /// A message came in from `from`.
    @Override
    public void received(SipMessage message, Hop from) {
        lingering.rest();
        switch (message) {
            case Request request -> request(request, from);
            case Response response -> response(response, from);
        }
    }

    private void response(Response response, Hop from) {
        ClientTransaction transaction = clients.get(ClientKey.of(response));
        if (transaction != null && !sentBy(transaction.request().via(), response.via())) {
            return;
        }
        if (transaction == null) {
            user.stray(response, from);
        } else {
            transaction.received(response);
        }
    }

    /// Whether a response shows our own Via: one with another sent-by is not for us (§18.1.2).
    private static boolean sentBy(Via ours, Via theirs) {
        return ours.port() == theirs.port() && ours.host().equalsIgnoreCase(theirs.host());
    }

    private void request(Request request, Hop from) {
        ServerKey key = ServerKey.of(request, request.method());
        ServerTransaction known = servers.get(key);
        boolean considered = known == null && !request.is(Method.ACK) && !request.is(Method.CANCEL);
        if (!considered && !admission.hears(request, from)) {
            return;
        }
        if (request.is(Method.ACK)) {
            acknowledge(request, from, known);
        } else if (known != null) {
            known.on(new Event.Retransmitted(request));
        } else if (request.is(Method.CANCEL)) {
            cancelled(request, from);
        } else {
            consider(request, from, key);
        }
    }

    /// Cheap questions first: nothing was made for the request yet.
    private void consider(Request request, Hop from, ServerKey key) {
        Admission.Verdict verdict = admission.consider(request, from);
        if (verdict instanceof Admission.Standing standing && full(request)) {
            verdict = Admission.Refused.busy(RETRY_SECONDS, standing);
        }
        switch (verdict) {
            case Admission.Standing standing -> {
                ServerTransaction transaction = begin(request, from, key);
                transaction.standing(standing, paid(request, key));
                hand(transaction);
            }
            case Admission.Refused refused -> refuse(request, from, refused);
            case Admission.Dropped _ -> {}
        }
    }

    /// What the sender has paid for an answer: the octets of this request and of its copies that
    /// were too small for one. So who sends little is answered when he asks again.
    private int paid(Request request, ServerKey key) {
        Integer before = withheld.isEmpty() ? null : withheld.remove(key);
        return request.encoded().length + (before == null ? 0 : before);
    }

    /// An answer was larger than all copies of its request.
    void withheld(ServerTransaction transaction, int octets) {
        if (withheld.size() >= MAX_WITHHELD) {
            withheld.remove(withheld.keySet().iterator().next());
        }
        withheld.put(ServerKey.of(transaction.request(), transaction.request().method()), octets);
    }

    /// The 100 waits until the user was asked: who answers at once needs none (RFC 3261 §17.2.1).
    private void hand(ServerTransaction transaction) {
        try {
            if (merged(transaction)) {
                user.merged(transaction);
            } else {
                user.requested(transaction);
            }
        } finally {
            transaction.handedUp();
        }
    }

    /// From now on a request outside of a dialog that comes again by another way, so with another
    /// branch, is refused with 482 while the first one is known (§8.2.2.2). For user agents: a
    /// proxy forwards both.
    public void refuseMerged() {
        mergedRefused = true;
    }

    private boolean merged(ServerTransaction transaction) {
        Request request = transaction.request();
        if (!mergedRefused || !request.toTag().isEmpty()) {
            return false;
        }
        Origin origin = Origin.of(request);
        transaction.origin(origin);
        ServerTransaction earlier = origins.putIfAbsent(origin, transaction);
        if (earlier != null && earlier.challenged()) {
            // Phones are about that answer a challenge without a higher CSeq.
            origins.put(origin, transaction);
            return false;
        }
        return earlier != null;
    }

    /// A request that came before a restart of the program and is to be answered now; nobody is
    /// told of it.
    public ServerTransaction resume(Request request, Hop from) {
        return begin(request, from, ServerKey.of(request, request.method()));
    }

    private ServerTransaction begin(Request request, Hop from, ServerKey key) {
        Request stamped = stamped(request, from);
        ServerTransaction transaction =
                new ServerTransaction(this, key, stamped, from, responseHop(stamped.via(), from));
        servers.put(key, transaction);
        transaction.start();
        return transaction;
    }

    /// The most transactions of either kind that are kept at the same time. Above it, the oldest
    /// that are done and only absorb retransmissions make room; when none of those is near, a new
    /// request of a peer is answered 503 without a transaction. Requests within a dialog have as
    /// much room again, so that calls that are up go on.
    public void limit(int most) {
        limit = most;
    }

    private boolean full(Request request) {
        int room = request.toTag().isEmpty() ? limit : 2 * limit;
        return servers.size() >= room && !madeRoom(servers);
    }

    /// Ends the oldest transaction that is done. Those that are not go to the end of the queue.
    private static <K, T extends RunningTransaction> boolean madeRoom(Map<K, T> transactions) {
        for (int looked = 0; looked < MAX_LOOKED_AT && !transactions.isEmpty(); looked++) {
            Iterator<Map.Entry<K, T>> oldest = transactions.entrySet().iterator();
            Map.Entry<K, T> entry = oldest.next();
            T transaction = entry.getValue();
            if (transaction.done()) {
                transaction.finish(true);
                transaction.layer().lingering.madeRoom();
                return true;
            }
            K key = entry.getKey();
            oldest.remove();
            transactions.put(key, transaction);
        }
        return false;
    }

    /// A stateless answer (RFC 3261 §8.2.7): a retransmitted request gets it again. Over UDP it is
    /// no larger than the request, as [Admission.Standing] says.
    private void refuse(Request request, Hop from, Admission.Refused refused) {
        Request stamped = stamped(request, from);
        MessageBuilder builder = MessageBuilder.responding(stamped, statelessTag(request));
        if (refused.retryAfterSeconds() > 0) {
            builder.add(HeaderName.RETRY_AFTER, Integer.toString(refused.retryAfterSeconds()));
        }
        answer(request, from, builder.response(refused.status()), refused.standing());
    }

    private void answer(Request request, Hop from, Response whole, Admission.Standing standing) {
        Response answer = whole;
        boolean small = from.transport().reliable();
        if (!small) {
            int octets = request.encoded().length;
            answer = AmplificationLimit.fit(answer, octets, standing);
            small = AmplificationLimit.fits(answer, octets);
        }
        if (small || standing != Admission.Standing.DOUBTED) {
            outside.transmit(answer, responseHop(stamped(request, from).via(), from));
        }
    }

    /// The same for the same request, so that nothing has to be remembered (RFC 3261 §8.2.7). It
    /// names no dialog, so it need not be hard to guess.
    static String statelessTag(Request request) {
        int hash = 31 * request.callId().hashCode() + request.via().branch().hashCode();
        return "no" + Integer.toHexString(hash);
    }

    private static Request stamped(Request request, Hop from) {
        Via seen = request.via().receivedFrom(from.host(), from.port());
        return seen == request.via()
                ? request
                : MessageBuilder.from(request)
                        .replaceTopVia(seen)
                        .request(request.method(), request.uri());
    }

    /// RFC 3261 §18.2.2 with RFC 3581 §4: over the connection it came on, or to `received`:`rport`.
    private static Hop responseHop(Via via, Hop from) {
        int port = via.responsePort();
        String host = via.responseHost();
        boolean same =
                from.transport().reliable() || port == from.port() && host.equals(from.host());
        return same ? from : new Hop(from.transport(), back(via, port, from), 0);
    }

    /// To the IP address that a request came from, which its Via says by now; a link-local one
    /// keeps the zone, which no Via says.
    private static InetSocketAddress back(Via via, int port, Hop from) {
        InetAddress source = from.address().getAddress();
        return source != null && source.isLinkLocalAddress()
                ? new InetSocketAddress(source, port)
                : Hosts.address(via.responseHost(), port);
    }

    private void acknowledge(Request ack, Hop from, @Nullable ServerTransaction known) {
        if (known == null || !known.acknowledgedBy(ack)) {
            user.acknowledged(ack, from);
        } else {
            known.on(new Event.Acknowledged(ack));
        }
    }

    /// One that names nothing, which anybody can send, makes nothing either. When there are too
    /// many transactions the request is cancelled all the same: that makes room.
    private void cancelled(Request cancel, Hop from) {
        ServerTransaction named = named(cancel);
        Admission.Standing standing = admission.standing(from);
        if (named == null) {
            admission.refused(cancel, from, 481);
            refuse(cancel, from, new Admission.Refused(481, 0, standing));
            return;
        }
        if (full(cancel)) {
            Request stamped = stamped(cancel, from);
            MessageBuilder ok = MessageBuilder.responding(stamped, named.toTag());
            answer(cancel, from, ok.response(200), standing);
            cancel(named, stamped);
            return;
        }
        ServerTransaction own = begin(cancel, from, ServerKey.of(cancel, Method.CANCEL));
        own.standing(standing, cancel.encoded().length);
        own.respond(MessageBuilder.responding(own.request(), named.toTag()).response(200));
        cancel(named, own.request());
    }

    private static void cancel(ServerTransaction named, Request cancel) {
        if (named.request().is(Method.INVITE)) {
            named.cancelled(cancel);
        }
    }

    /// The request that a CANCEL names (§9.2). One that is no INVITE goes on as if nothing was
    /// said.
    private @Nullable ServerTransaction named(Request cancel) {
        ServerKey key = ServerKey.of(cancel, Method.INVITE);
        ServerTransaction found = servers.get(key);
        for (int i = 0; found == null && i < OTHERS.length; i++) {
            found = servers.get(new ServerKey(key.branch(), key.sentBy(), OTHERS[i]));
        }
        return found;
    }

    /// The transport could not send this message of ours.
    @Override
    public void failed(SipMessage message, Hop hop) {
        switch (message) {
            case Request request -> {
                ClientTransaction client = clients.get(ClientKey.of(request));
                if (client != null) {
                    client.on(new Event.TransportError());
                }
            }
            case Response response -> failedResponse(response, hop);
        }
    }

    /// A response that could not go back over the connection of its request is tried once where the
    /// sender says that it listens, at the address that the request came from (RFC 3261 §18.2.2).
    /// RFC 3263 §5 would go wherever the Via says; then strangers could have us call anybody.
    private void failedResponse(Response response, Hop hop) {
        if (hop.connection() != 0 && !hop.transport().peerConnects()) {
            Via via = response.via();
            int port = via.port() > 0 ? via.port() : hop.transport().defaultPort();
            InetSocketAddress there = back(via, port, hop);
            outside.transmit(response, Hop.of(hop.transport(), there));
            return;
        }
        ServerTransaction server =
                servers.get(
                        new ServerKey(
                                response.via().branch(),
                                response.via().sentBy(),
                                response.cseq().method()));
        if (server != null) {
            server.on(new Event.TransportError());
        }
    }

    void forget(ClientTransaction transaction) {
        clients.remove(transaction.key());
    }

    void forget(ServerTransaction transaction) {
        servers.remove(transaction.key());
        Origin origin = transaction.origin();
        if (origin != null) {
            origins.remove(origin, transaction);
        }
    }
}
