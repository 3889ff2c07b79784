package io.referee.sip.session;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.SessionExpires;
import io.referee.sip.header.SessionExpires.Refresher;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The session timer of one dialog (RFC 4028), in either role: what our requests ask for, what our
/// answers grant, the refresh at half the interval when it is ours to send, and the end when none
/// came. Every INVITE and UPDATE that succeeds is a refresh, whoever sent it and whatever for
/// (§7.4). *Engine thread only.*
final class SessionTimer {
    /// Longest interval that is granted or believed, seconds.
    static final long MAX_SECONDS = 86_400;

    private static final String OPTION = "timer";
    private static final int MAX_LEARNED = 2;
    private static final long GRACE_SECONDS = 32;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final byte[] NOTHING = new byte[0];

    /// The part of an interval within which the sessions of a server that comes back are refreshed.
    private static final int SPREAD = 8;

    private static final long MAX_SPREAD = 600_000;

    private final Session session;
    private final long wanted;
    private final long least;

    /// The peer's or a proxy's `Min-SE`, learned from 422; never below [#least].
    private long minimum;

    /// Seconds; 0 while no timer runs.
    private long interval;

    private int learned;
    private boolean ours;
    private boolean refreshing;
    private Outside.@Nullable Alarm refresh;
    private Outside.@Nullable Alarm end;

    SessionTimer(Session session, SessionTimers settings) {
        this.session = session;
        this.wanted = settings.expires().toSeconds();
        this.least = settings.minimum().toSeconds();
        this.minimum = least;
    }

    private boolean on() {
        return wanted > 0;
    }

    /// Whether the session ends when it is not refreshed.
    boolean running() {
        return interval > 0;
    }

    // ---- over a restart

    /// What a restart has to know of it.
    KeptSession.Timer kept() {
        return new KeptSession.Timer(interval, minimum, ours);
    }

    /// Goes on after a restart. When the peer was refreshed last is not known any more: ours is due
    /// soon, each at a time of its own, and the peer has the whole interval.
    void resume(KeptSession.Timer before) {
        minimum = Math.max(minimum, before.minimum());
        if (on() && before.seconds() > 0) {
            run(before.seconds(), before.ours());
            if (ours) {
                int spread = (int) Math.min(before.seconds() * 1_000 / SPREAD, MAX_SPREAD);
                later(Duration.ofMillis(1 + session.agent().outside().random(spread)));
            }
        }
    }

    // ---- as the one who asks

    /// What the INVITE that begins the session asks for (§7.1). The callee chooses who refreshes.
    void askFirst(MessageBuilder invite) {
        if (on()) {
            invite.set(
                    HeaderName.SESSION_EXPIRES,
                    new SessionExpires(Math.max(wanted, minimum), Refresher.OPEN).text());
            askMinimum(invite);
        }
    }

    private void askMinimum(MessageBuilder request) {
        if (minimum != SessionTimers.LEAST) {
            request.set(HeaderName.MIN_SE, Long.toString(minimum));
        }
    }

    /// What an INVITE or UPDATE within the session asks for (§7.4): that everything stays, or that
    /// the timer runs longer when a 422 demanded it.
    void ask(MessageBuilder request) {
        if (running()) {
            long seconds = Math.max(interval, minimum);
            Refresher refresher = ours ? Refresher.UAC : Refresher.UAS;
            request.set(HeaderName.SESSION_EXPIRES, new SessionExpires(seconds, refresher).text());
            askMinimum(request);
        }
    }

    /// A 2xx to an INVITE or UPDATE of ours (§7.2).
    void answered(Response response) {
        if (!on()) {
            return;
        }
        Optional<SessionExpires> granted = read(response);
        if (granted.isEmpty()) {
            stop();
            return;
        }
        Refresher refresher = granted.get().refresher();
        boolean required = response.lists(HeaderName.REQUIRE, OPTION);
        long seconds = Math.min(Math.max(granted.get().seconds(), least), asked());
        run(seconds, refresher == Refresher.UAC || refresher == Refresher.OPEN && required);
    }

    private long asked() {
        return Math.max(running() ? interval : wanted, minimum);
    }

    private static Optional<SessionExpires> read(SipMessage message) {
        return message.value(HeaderName.SESSION_EXPIRES).flatMap(SessionExpires::parse);
    }

    /// Whether this refusal demands a longer interval that we can ask for (§7.3). Each time it has
    /// to be longer than before, and that only a few times.
    boolean learned(Response refusal) {
        if (!on() || refusal.status() != 422) {
            return false;
        }
        long demanded =
                refusal.value(HeaderName.MIN_SE)
                        .map(value -> SessionExpires.minimum(value, 0))
                        .orElse(0L);
        if (demanded <= asked() || demanded > MAX_SECONDS || learned >= MAX_LEARNED) {
            return false;
        }
        learned++;
        minimum = demanded;
        return true;
    }

    /// A refused INVITE again, with what the 422 demanded (§7.3): the same dialog, CSeq+1 and a
    /// fresh branch.
    Request askMore(ClientTransaction refused) {
        Request request = refused.request();
        MessageBuilder longer =
                MessageBuilder.from(request)
                        .replaceTopVia(session.agent().transactions().via(refused.hop()))
                        .cseq(new CSeq(request.cseq().number() + 1, Method.INVITE));
        if (running()) {
            ask(longer);
        } else {
            askFirst(longer);
        }
        return longer.request(Method.INVITE, request.uri());
    }

    // ---- as the one who answers

    /// Whether a request of the peer asks for less than we accept (§9): 422 with [#minimumHeader].
    /// Who does not support timers would not understand that.
    boolean tooSmall(Request request) {
        Optional<SessionExpires> asked = on() ? read(request) : Optional.empty();
        return asked.isPresent()
                && asked.get().seconds() < least
                && request.lists(HeaderName.SUPPORTED, OPTION);
    }

    /// The `Min-SE` of a 422.
    Header minimumHeader() {
        return Header.of(HeaderName.MIN_SE, Long.toString(least));
    }

    /// Grants a timer in the 2xx to this INVITE or UPDATE, and starts it (§9, table 2): the peer
    /// refreshes when it supports timers and did not ask us to, otherwise we do.
    void grant(Request request, MessageBuilder response) {
        boolean supports = request.lists(HeaderName.SUPPORTED, OPTION);
        Optional<SessionExpires> asked = on() ? read(request) : Optional.empty();
        if (!on() || !supports && asked.filter(a -> a.seconds() >= least).isEmpty()) {
            stop();
            return;
        }
        long seconds = granted(request, asked.map(SessionExpires::seconds));
        boolean peer =
                supports
                        && asked.map(SessionExpires::refresher)
                                .filter(refresher -> refresher != Refresher.OPEN)
                                .map(refresher -> refresher == Refresher.UAC)
                                .orElse(!running() || !ours);
        Refresher refresher = peer ? Refresher.UAC : Refresher.UAS;
        response.set(HeaderName.SESSION_EXPIRES, new SessionExpires(seconds, refresher).text());
        if (supports) {
            response.add(HeaderName.REQUIRE, OPTION);
        }
        run(seconds, !peer);
    }

    private long ourInterval() {
        return running() ? interval : Math.max(wanted, minimum);
    }

    /// An answer may shorten what was asked, but not below the minima of both; who asked for
    /// nothing gets our interval, or its own minimum when that is longer.
    private long granted(Request request, Optional<Long> asked) {
        long floor =
                request.value(HeaderName.MIN_SE)
                        .map(value -> SessionExpires.minimum(value, SessionTimers.LEAST))
                        .map(minimum -> Math.min(minimum, MAX_SECONDS))
                        .orElse(0L);
        long most = Math.max(Math.max(wanted, least), floor);
        return asked.map(seconds -> Math.min(seconds, most))
                .orElseGet(() -> Math.max(ourInterval(), floor));
    }

    // ---- the timer

    private void run(long seconds, boolean refresher) {
        stop();
        interval = seconds;
        ours = refresher;
        Outside outside = session.agent().outside();
        // §10: the BYE goes out a little before the end, so that both ends agree.
        long grace = Math.min(GRACE_SECONDS, seconds / 3);
        end = outside.schedule(Duration.ofSeconds(seconds - grace), this::expired);
        if (refresher) {
            refresh = outside.schedule(Duration.ofMillis(seconds * 500), this::refresh);
        }
        session.listener().refreshed(session);
    }

    /// No timer runs any more; also at the end of the session.
    void stop() {
        interval = 0;
        cancelRefresh();
        if (end != null) {
            end.cancel();
            end = null;
        }
    }

    private void cancelRefresh() {
        if (refresh != null) {
            refresh.cancel();
            refresh = null;
        }
    }

    private void expired() {
        end = null;
        session.termination().expired();
    }

    private void later(Duration in) {
        cancelRefresh();
        if (running()) {
            refresh = session.agent().outside().schedule(in, this::refresh);
        }
    }

    /// While an INVITE or offer of somebody is under way, it is waited for: it may be the refresh.
    private void refresh() {
        if (!running() || refreshing || !session.confirmed()) {
            return;
        }
        if (session.offerPending()) {
            later(LOOK_AGAIN);
        } else if (session.peer().updates()) {
            refreshing = true;
            session.request(Method.UPDATE, List.of(), "", NOTHING, this::updated);
        } else {
            reinvite();
        }
    }

    private void updated(Response response) {
        refreshing = false;
        if (response.status() == 405 || response.status() == 501) {
            session.peer().refusesUpdate();
            later(Duration.ZERO);
        } else {
            settle(response);
        }
    }

    private void reinvite() {
        Optional<byte[]> body = session.listener().restating(session);
        if (body.isEmpty()) {
            later(LOOK_AGAIN);
            return;
        }
        refreshing = true;
        session.reinvite(
                body.get(),
                List.of(),
                new ReinviteListener() {
                    @Override
                    public void accepted(Response response) {
                        refreshing = false;
                        session.acknowledge(NOTHING);
                        session.listener().restated(session, response);
                    }

                    @Override
                    public void refused(Response response) {
                        refreshing = false;
                        session.listener().restated(session, response);
                        settle(response);
                    }
                });
    }

    /// A refusal is no end yet: another try until the session expires (§10).
    private void settle(Response response) {
        if (response.success() || !running()) {
            return;
        }
        if (learned(response)) {
            later(Duration.ZERO);
        } else if (response.status() == 491) {
            later(session.glare());
        } else {
            later(TRY_AGAIN);
        }
    }
}
