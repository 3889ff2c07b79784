package io.referee.softphone;

import io.referee.sip.digest.AuthenticationSession;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Authorizer;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One account on a phone: its registration, and the calls made with it. *Any thread.*
public final class PhoneLine implements AutoCloseable {
    /// Asked for at the registrar, in seconds.
    public static final int EXPIRES = 3_600;

    private static final int MOST_EXPIRES = 86_400;
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final int CLOSE_SECONDS = 2;
    private static final Duration FLOW_RETRY = Duration.ofMillis(500);
    private static final int FLOW_RETRY_JITTER_MILLIS = 2_000;

    private final SoftPhone phone;
    private final PhoneEngine engine;
    private final SipAccount account;
    private final Seat seat;
    private final DigestAuthorizer authorizer;
    private final StateCell<LineState> state;
    private volatile String reason = "";

    // Engine thread only.
    private final String callId;
    private final LineFlow flow;
    private long cseq;
    private int expires = EXPIRES;
    private Outside.@Nullable Alarm alarm;
    private boolean closed;
    private CompletableFuture<LineState> attempt =
            CompletableFuture.completedFuture(LineState.NOT_REGISTERED);

    PhoneLine(SoftPhone phone, SipAccount account) {
        this.phone = phone;
        this.engine = phone.engine();
        this.account = account;
        this.state = new StateCell<>(LineState.NOT_REGISTERED, phone.callbacks());
        this.authorizer = new DigestAuthorizer(account, engine.outside()::token);
        this.seat = engine.reserve(account.user(), user -> new Line(user, authorizer));
        this.callId = engine.ask(engine.outside()::token);
        this.flow = new LineFlow(engine, account.hop(), this::flowLost);
    }

    /// With whom it registers, and as who.
    public SipAccount account() {
        return account;
    }

    /// Where the registration stands now.
    public LineState state() {
        return state.now();
    }

    /// Why the line is in [LineState#ERROR]: status and phrase; otherwise empty.
    public String reason() {
        return reason;
    }

    /// Called on the phone's executor for every change.
    public void onState(Consumer<LineState> listener) {
        state.listen(listener);
    }

    /// Registers and keeps registered. Completes with `REGISTERED` or `ERROR`, never with an
    /// exception, within the 32 s that a request may take (64*T1), twice that when the registrar
    /// asks for other terms.
    public CompletableFuture<LineState> register() {
        CompletableFuture<LineState> result = new CompletableFuture<>();
        engine.post(() -> start(LineState.REGISTERING, result));
        return result.completeOnTimeout(LineState.ERROR, 150, TimeUnit.SECONDS);
    }

    /// Removes the registration. Completes with `NOT_REGISTERED` or `ERROR`; see [#register()].
    public CompletableFuture<LineState> unregister() {
        CompletableFuture<LineState> result = new CompletableFuture<>();
        engine.post(() -> start(LineState.UNREGISTERING, result));
        return result.completeOnTimeout(LineState.ERROR, 150, TimeUnit.SECONDS);
    }

    /// Calls a SIP URI or a name of the account's domain, through the registrar. The INVITE is
    /// under way when this returns.
    ///
    /// @throws IllegalArgumentException when the target is neither
    /// @throws IllegalStateException when no RTP port is free or the engine is closed
    public PhoneCall call(String target) {
        return phone.call(seat, target);
    }

    /// The same to take somebody's place in a call (RFC 3891): with `EARLY_ONLY`, to answer here
    /// what rings there. Where Replaces is not understood, nobody is called (420).
    ///
    /// @param target where the dialog is known: the party that stays, or a server in between
    /// @param replaces the dialog, see [PhoneCall#replaces]
    /// @throws IllegalArgumentException when the target is neither
    /// @throws IllegalStateException when no RTP port is free or the engine is closed
    public PhoneCall call(String target, Replaces replaces) {
        return phone.call(
                seat,
                target,
                List.of(
                        Header.of(HeaderName.REPLACES, replaces.text()),
                        Header.of(HeaderName.REQUIRE, "replaces")));
    }

    /// Removes the registration, if there is one, and waits for it up to two seconds.
    @Override
    public void close() {
        if (state.now() == LineState.REGISTERED || state.now() == LineState.REGISTERING) {
            unregister().completeOnTimeout(LineState.ERROR, CLOSE_SECONDS, TimeUnit.SECONDS).join();
        }
        engine.post(
                () -> {
                    closed = true;
                    silence();
                    flow.leave();
                });
        engine.release(seat);
        phone.forget(this);
    }

    // ---- engine thread only

    /// Runs after what is under way.
    private void start(LineState goal, CompletableFuture<LineState> result) {
        CompletableFuture<LineState> before = attempt;
        attempt = result;
        if (before.isDone()) {
            begin(goal, result);
        } else {
            before.whenComplete((done, error) -> engine.post(() -> begin(goal, result)));
        }
    }

    private void begin(LineState goal, CompletableFuture<LineState> result) {
        silence();
        reason = "";
        state.set(goal);
        send(goal, result);
    }

    private void silence() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void send(LineState goal, CompletableFuture<LineState> result) {
        Hop hop = account.hop();
        cseq++;
        NameAddr self = NameAddr.of(account.addressOfRecord());
        int seconds = goal == LineState.UNREGISTERING ? 0 : expires;
        Request request =
                engine.agent()
                        .request(Method.REGISTER, self, self, hop)
                        .callId(callId)
                        .cseq(new CSeq(cseq, Method.REGISTER))
                        .add(HeaderName.CONTACT, engine.agent().contact(seat.contactUser(), hop))
                        .add(HeaderName.EXPIRES, Integer.toString(seconds))
                        .request(Method.REGISTER, SipUri.of("", account.domain(), -1));
        engine.agent()
                .send(
                        request,
                        hop,
                        seat.authorizer(),
                        response -> responded(goal, response, result));
    }

    private void responded(LineState goal, Response response, CompletableFuture<LineState> result) {
        cseq = Math.max(cseq, response.cseq().number());
        int least = seconds(response.value(HeaderName.MIN_EXPIRES)).orElse(0);
        if (response.status() == 423 && least > expires && least <= MOST_EXPIRES) {
            expires = least;
            send(goal, result);
        } else if (!response.success()) {
            failed(goal, response);
            finish(LineState.ERROR, result);
        } else if (authorizer.proof(response) == AuthenticationSession.Proof.WRONG) {
            reason = "The server does not know the password";
            finish(LineState.ERROR, result);
        } else if (goal == LineState.UNREGISTERING) {
            flow.leave();
            finish(LineState.NOT_REGISTERED, result);
        } else {
            reason = "";
            wakeAfter(refreshAfter(granted(response)));
            flow.keep();
            finish(LineState.REGISTERED, result);
        }
    }

    private void finish(LineState reached, CompletableFuture<LineState> result) {
        state.set(reached);
        result.completeAsync(() -> reached, Thread::startVirtualThread);
    }

    /// A wrong password stays wrong; everything else may pass.
    private void failed(LineState goal, Response response) {
        reason = response.status() + " " + response.reason();
        boolean hopeless =
                response.status() == 401 || response.status() == 403 || response.status() == 407;
        if (goal == LineState.REGISTERING && !hopeless) {
            wakeAfter(RETRY.plusMillis(engine.outside().random(5_000)));
        }
    }

    /// The server would call on a connection that is gone: it must hear of a new one soon, but not
    /// of all phones in the same moment (RFC 5626 §4.5).
    private void flowLost() {
        flow.leave();
        if (state.now() == LineState.REGISTERED) {
            wakeAfter(FLOW_RETRY.plusMillis(engine.outside().random(FLOW_RETRY_JITTER_MILLIS)));
        }
    }

    private void wakeAfter(Duration wait) {
        silence();
        if (!closed) {
            alarm = engine.outside().schedule(wait, this::refresh);
        }
    }

    /// The state does not change for a refresh that goes well.
    private void refresh() {
        CompletableFuture<LineState> result = new CompletableFuture<>();
        if (attempt.isDone()) {
            attempt = result;
            send(LineState.REGISTERING, result);
        }
    }

    /// When to refresh a binding of that many seconds: after four fifths, and at least after one
    /// second.
    static Duration refreshAfter(int granted) {
        return Duration.ofMillis(Math.max(granted * 800L, 1_000));
    }

    /// What our own Contact says, or Expires, or what we asked for (RFC 3261 §10.2.4).
    private int granted(Response response) {
        for (String value : response.values(HeaderName.CONTACT)) {
            Optional<NameAddr> contact = NameAddr.parse(value);
            if (contact.isPresent()
                    && contact.get().uri() instanceof SipUri uri
                    && uri.user().equals(seat.contactUser())) {
                Optional<Integer> own = seconds(contact.get().parameters().value("expires"));
                if (own.isPresent()) {
                    return own.get();
                }
            }
        }
        return seconds(response.value(HeaderName.EXPIRES)).orElse(expires);
    }

    private static Optional<Integer> seconds(Optional<String> text) {
        if (text.isEmpty() || text.get().isEmpty() || text.get().length() > 9) {
            return Optional.empty();
        }
        int value = 0;
        for (int i = 0; i < text.get().length(); i++) {
            int digit = text.get().charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            value = value * 10 + digit;
        }
        return Optional.of(value);
    }

    /// The line as a caller.
    private final class Line implements Seat {
        private final String user;
        private final Authorizer authorizer;

        Line(String user, Authorizer authorizer) {
            this.user = user;
            this.authorizer = authorizer;
        }

        @Override
        public SoftPhone phone() {
            return phone;
        }

        @Override
        public String contactUser() {
            return user;
        }

        @Override
        public NameAddr address(Hop hop) {
            return NameAddr.of(account.addressOfRecord());
        }

        @Override
        public Uri target(String text) {
            boolean whole =
                    text.startsWith("sip:") || text.startsWith("sips:") || text.startsWith("tel:");
            Optional<Uri> uri =
                    whole
                            ? Uri.parse(text)
                            : Optional.of(
                                    SipUri.of(Escapes.escapeUser(text), account.domain(), -1));
            return uri.orElseThrow(() -> new IllegalArgumentException("no target: '" + text + "'"));
        }

        @Override
        public Hop hop(Uri target) {
            return account.hop();
        }

        @Override
        public Authorizer authorizer() {
            return authorizer;
        }
    }
}
