package io.referee.server.ladders;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.OriginStamp;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One dialog of a phone with the server, or the requests that it sends outside of one. One thread
/// only.
final class PhoneLeg {
    private final Phone phone;
    private final Identity identity;
    private final List<ServerTransaction> unanswered = new ArrayList<>();
    private final List<ServerTransaction> taken = new ArrayList<>();
    private final Set<ServerTransaction> answered = new HashSet<>();
    private final Set<String> heard = new HashSet<>();
    private OriginStamp stamp;
    private long seq;
    private @Nullable Dialog dialog;
    private @Nullable ClientTransaction invite;
    private @Nullable Response success;
    private @Nullable Request lastAck;
    private final Set<String> pracked = new HashSet<>();
    private @Nullable Response reliable;
    private @Nullable SessionDescription said;
    private @Nullable SessionDescription toldLast;
    private @Nullable ToldDialogs watched;
    private @Nullable ServerTransaction repeating;
    private boolean cancelWanted;
    private String cancelReason = "";
    private boolean over;

    /// @param number counts the legs of the phone
    record Identity(String name, String callId, String localTag, int number) {}

    PhoneLeg(Phone phone, Identity identity) {
        this.phone = phone;
        this.identity = identity;
        this.stamp =
                OriginStamp.starting(
                        identity.name(), 100L * phone.number() + identity.number(), phone.host());
    }

    Phone phone() {
        return phone;
    }

    String name() {
        return identity.name();
    }

    String callId() {
        return identity.callId();
    }

    String localTag() {
        return identity.localTag();
    }

    int mediaPort() {
        return 4_000 + 10 * identity.number();
    }

    boolean over() {
        return over;
    }

    Optional<Dialog> dialog() {
        return Optional.ofNullable(dialog);
    }

    /// The body that it sent last.
    Optional<SessionDescription> said() {
        return Optional.ofNullable(said);
    }

    /// The body that came to it last.
    Optional<SessionDescription> told() {
        return Optional.ofNullable(toldLast);
    }

    /// The first dialog alive of those that it was told of last.
    ToldDialogs.Dialog watched() {
        return Optional.ofNullable(watched).stream()
                .flatMap(told -> told.dialogs().stream())
                .filter(ToldDialogs.Dialog::alive)
                .findFirst()
                .orElseThrow(() -> wrong("it was told of no dialog"));
    }

    /// The body as it goes out: with the `o=` line of this leg.
    byte[] saying(SessionDescription body) {
        OriginStamp.Stamped stamped = stamp.stamp(body);
        stamp = stamped.next();
        said = stamped.body();
        return stamped.body().bytes();
    }

    long nextSeq() {
        seq++;
        return seq;
    }

    // ---- what it sends

    /// The start of a request in the dialog.
    MessageBuilder within(Method method) {
        Dialog now = dialog().orElseThrow(() -> wrong("there is no dialog for " + method));
        return now.request(method, phone.transactions().via(phone.server()), nextSeq());
    }

    void send(Request request) {
        if (request.is(Method.BYE)) {
            over = true;
        }
        resend(request);
    }

    void resend(Request request) {
        ClientTransaction sent = phone.send(this, request);
        if (request.is(Method.INVITE)) {
            invite = sent;
            cancelWanted = false;
        }
    }

    void cancel(String reason) {
        ClientTransaction sent = invite;
        if (sent == null || sent.finished()) {
            throw wrong("there is no INVITE to cancel");
        }
        cancelWanted = true;
        cancelReason = reason;
        proceeding(sent);
    }

    /// A provisional response came: what waited for it may be sent.
    void proceeding(ClientTransaction transaction) {
        if (cancelWanted && transaction == invite && transaction.provisionalSeen()) {
            cancelWanted = false;
            phone.transactions().cancel(transaction, cancelReason);
        }
    }

    /// What a PRACK says that acknowledges the last reliable response.
    String rack() {
        Response last = Optional.ofNullable(reliable).orElseThrow(() -> wrong("nothing to PRACK"));
        return last.value(HeaderName.RSEQ).orElseThrow() + " " + last.cseq().text();
    }

    /// Whether its last INVITE had no body.
    boolean offerless() {
        return invite != null && !invite.request().hasBody();
    }

    /// The 2xx that an ACK answers now.
    Response toAcknowledge() {
        return Optional.ofNullable(success).orElseThrow(() -> wrong("no 2xx to acknowledge"));
    }

    void acknowledge(Request ack) {
        lastAck = ack;
        phone.outside().transmit(ack, phone.server());
    }

    /// The request that a response answers: of this method, or of any; the one that the ladder took
    /// last goes first.
    ServerTransaction toAnswer(Optional<Method> method) {
        for (ServerTransaction transaction : taken.reversed()) {
            if (isFor(transaction, method)) {
                return transaction;
            }
        }
        for (ServerTransaction transaction : unanswered.reversed()) {
            if (isFor(transaction, method)) {
                return transaction;
            }
        }
        throw wrong("there is no request to answer");
    }

    private boolean isFor(ServerTransaction transaction, Optional<Method> method) {
        return !answered.contains(transaction)
                && method.map(transaction.request()::is).orElse(true);
    }

    /// The To tag of our response to this request.
    String tag(Request request) {
        return request.toTag().isEmpty() ? localTag() : request.toTag();
    }

    void respond(ServerTransaction transaction, Response response) {
        Request request = transaction.request();
        boolean first = request.is(Method.INVITE) && request.toTag().isEmpty();
        if (first && dialog == null) {
            dialog = Dialog.uas(request, localTag(), seq).orElse(null);
        }
        boolean events = request.is(Method.SUBSCRIBE) || request.is(Method.REFER);
        if (events && response.success() && dialog == null) {
            dialog = Dialog.uas(request, localTag(), seq).orElse(null);
        }
        over |= first && response.finalFailure();
        if (!response.provisional()) {
            answered.add(transaction);
        }
        transaction.forward(response);
        if (request.is(Method.INVITE) && response.success()) {
            repeating = transaction;
            repeat(transaction, response, Timing.STANDARD.t1(), Duration.ZERO);
        }
        if (response.provisional() && response.header(HeaderName.RSEQ).isPresent()) {
            repeatReliably(transaction, response, Timing.STANDARD.t1());
        }
    }

    /// Repeats a reliable provisional response until its PRACK comes (RFC 3262 §3).
    private void repeatReliably(ServerTransaction transaction, Response response, Duration in) {
        phone.outside()
                .schedule(
                        in,
                        () -> {
                            String rseq = response.value(HeaderName.RSEQ).orElseThrow();
                            boolean last = in.compareTo(Timing.STANDARD.giveUp()) > 0;
                            if (!last && !transaction.answered() && !pracked.contains(rseq)) {
                                transaction.respond(response);
                                repeatReliably(transaction, response, in.multipliedBy(2));
                            }
                        });
    }

    /// Repeats a 2xx until its ACK comes (RFC 3261 §13.3.1.4).
    private void repeat(
            ServerTransaction transaction, Response response, Duration in, Duration waited) {
        Duration then = waited.plus(in);
        if (then.compareTo(Timing.STANDARD.giveUp()) < 0) {
            phone.outside()
                    .schedule(
                            in,
                            () -> {
                                if (repeating == transaction) {
                                    transaction.forward(response);
                                    repeat(transaction, response, Timing.STANDARD.next(in), then);
                                }
                            });
        }
    }

    // ---- what it hears

    void requested(ServerTransaction transaction) {
        Request request = transaction.request();
        note(request);
        unanswered.add(transaction);
        if (request.is(Method.INVITE)) {
            transaction.listener(new Cancelled());
        }
        if (request.is(Method.BYE)) {
            over = true;
        }
        request.value(HeaderName.RACK).ifPresent(rack -> pracked.add(rack.split(" ")[0]));
        if (dialog != null && !request.toTag().isEmpty() && request.contact().isPresent()) {
            dialog = dialog.withTarget(request.contact().get().uri());
        }
        phone.deliver(name(), request, transaction);
    }

    private final class Cancelled implements ServerTransaction.Listener {
        @Override
        public void cancelled(ServerTransaction transaction, Request cancel) {
            PhoneLeg.this.cancelled(cancel);
        }
    }

    void cancelled(Request cancel) {
        if (heard.add("CANCEL " + cancel.cseq().number())) {
            phone.deliver(name(), cancel, null);
        }
    }

    void acknowledged(Request ack) {
        if (repeating != null && repeating.request().cseq().number() == ack.cseq().number()) {
            repeating = null;
        }
        if (heard.add("ACK " + ack.cseq().number())) {
            note(ack);
            phone.deliver(name(), ack, null);
        }
    }

    void responded(ClientTransaction transaction, Response response) {
        Request request = transaction.request();
        proceeding(transaction);
        if (response.success() && request.is(Method.INVITE)) {
            if (!heard.add("2xx " + response.cseq().number() + response.toTag())) {
                repeated(response);
                return;
            }
            success = response;
        } else if (response.provisional() && !heard.add(response.toString())) {
            return;
        }
        if (response.provisional() && response.header(HeaderName.RSEQ).isPresent()) {
            reliable = response;
        }
        follow(request, response);
        note(response);
        phone.deliver(name(), response, null);
    }

    private void follow(Request request, Response response) {
        boolean first = request.is(Method.INVITE) && request.toTag().isEmpty();
        boolean events =
                request.toTag().isEmpty()
                        && response.success()
                        && (request.is(Method.REFER) || request.is(Method.SUBSCRIBE));
        if (events || first && !response.finalFailure() && !response.toTag().isEmpty()) {
            dialog = Dialog.uac(request, response);
        } else if (first && response.finalFailure()) {
            over = true;
        }
    }

    /// A 2xx again: it is acknowledged again if it was.
    void repeated(Response response) {
        if (lastAck != null && lastAck.cseq().number() == response.cseq().number()) {
            phone.outside().transmit(lastAck, phone.server());
        }
    }

    private void note(SipMessage message) {
        if (message.hasSdp()) {
            toldLast = Media.read(message);
        }
        ToldDialogs.in(message).ifPresent(told -> watched = told);
    }

    /// A line of the ladder took this message.
    void taken(Heard.Sip message) {
        message.transaction().ifPresent(taken::add);
        if (message.message() instanceof Response response
                && response.success()
                && response.cseq().method().equals(Method.INVITE)) {
            success = response;
        }
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("leg " + name() + ": " + why);
    }

    /// All headers of the fields that a ladder line adds.
    static void put(MessageBuilder builder, List<Header> headers) {
        Set<String> seen = new HashSet<>();
        for (Header header : headers) {
            if (seen.add(header.name().lower()) && !header.name().lower().equals("via")) {
                builder.remove(header.name());
            }
            if (!header.value().equals("none")) {
                builder.add(header);
            }
        }
    }
}
