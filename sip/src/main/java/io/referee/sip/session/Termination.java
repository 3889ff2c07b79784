package io.referee.sip.session;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.session.Session.Phase;
import io.referee.sip.session.SessionListener.Ending;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/// How a session comes to its end (RFC 3261 §15): by a BYE of either side, by a CANCEL, or because
/// the peer is lost. *Engine thread only.*
final class Termination {
    private static final byte[] NOTHING = new byte[0];
    private static final Supplier<String> NO_FEATURES = () -> "";
    private static final String EXPIRED = "SIP;cause=408;text=\"Session expired\"";

    private final Session session;
    private @Nullable Farewell farewell;

    private record Farewell(List<Header> headers) {}

    Termination(Session session) {
        this.session = session;
    }

    /// 481 says that the peer has lost the dialog, silence that it is gone (§12.2.1.2). NOTIFY is
    /// another usage (RFC 5057 §5.1), and a phone that ignores INFO or MESSAGE may still be
    /// talking.
    void lostIf(Response response) {
        Method method = response.cseq().method();
        boolean asked =
                method.equals(Method.INVITE)
                        || method.equals(Method.OPTIONS)
                        || method.equals(Method.UPDATE);
        boolean lost =
                response.status() == 481
                        ? !method.equals(Method.NOTIFY)
                        : response.status() == 408 && asked;
        if (lost) {
            lost(response.status());
        }
    }

    /// The peer of a confirmed session is gone; a BYE is tried all the same.
    void lost(int status) {
        if (session.phase() == Phase.CONFIRMED) {
            sendBye(List.of());
            end(new Ending.Lost(status));
        }
    }

    /// What the peer named for our requests may not be sent to.
    void unreachable() {
        if (session.phase() == Phase.CONFIRMED) {
            sendBye(List.of());
            end(new Ending.Unreachable(session.reach().refusal()));
        }
    }

    /// Nobody refreshed the session in time (RFC 4028 §10).
    void expired() {
        if (session.phase() == Phase.CONFIRMED) {
            sendBye(List.of(Header.of(HeaderName.REASON, EXPIRED)));
            end(new Ending.Lost(408));
        }
    }

    /// Hangs up. An ACK that we owe goes first; while the peer owes us one, the BYE waits for it
    /// (§15).
    void bye(List<Header> headers) {
        if (session.phase() != Phase.CONFIRMED || farewell != null) {
            return;
        }
        if (session.incoming().first().filter(IncomingInvite::answerWaits).isPresent()) {
            session.incoming().giveUpAnswer(headers);
            session.listener().ended(session, new Ending.WeHungUp());
            return;
        }
        if (session.direction() == Direction.INCOMING && session.incoming().callUnacknowledged()) {
            farewell = new Farewell(headers);
            return;
        }
        sendBye(headers);
        end(new Ending.WeHungUp());
    }

    /// Sends the BYE that had to wait for an ACK.
    void byeIfWaiting() {
        Farewell late = farewell;
        if (late != null && session.phase() == Phase.CONFIRMED) {
            sendBye(late.headers());
            end(new Ending.WeHungUp());
        }
    }

    /// Not to a caller who never acknowledged and of whom nothing else was heard either: there may
    /// be a victim at that address (§26.3.2.4).
    void sendBye(List<Header> headers) {
        boolean doubted = session.incoming().doubted();
        session.outgoing().acknowledge(NOTHING);
        session.outgoing().cancel("");
        session.incoming().stopRepeating();
        if (!doubted) {
            session.current().bye(headers);
        }
    }

    /// The peer gave up its INVITE, and 487 was sent: the call is over, for its user perhaps after
    /// an answer that had to wait for a PRACK.
    void cancelled(Request cancel) {
        if (session.phase() == Phase.CONFIRMED) {
            end(new Ending.PeerHungUp(cancel));
        } else {
            finish();
            session.listener().cancelled(session, cancel);
        }
    }

    /// A reliable provisional response was never acknowledged, and 504 was sent (RFC 3262 §3).
    void neverAcknowledged() {
        if (session.phase() == Phase.CONFIRMED) {
            end(new Ending.Lost(408));
        } else {
            finish();
            session.listener().abandoned(session);
        }
    }

    /// The peer sent BYE, which is answered already.
    void peerHungUp(Request bye) {
        session.outgoing().acknowledge(NOTHING);
        session.outgoing().cancel("");
        if (session.phase() == Phase.CONFIRMED) {
            end(new Ending.PeerHungUp(bye));
        } else if (session.phase() != Phase.OVER && session.direction() == Direction.INCOMING) {
            finish();
            session.listener().cancelled(session, bye);
        }
    }

    /// An early dialog of our INVITE is over: the peer sent 199 (RFC 6228) or BYE in it. The INVITE
    /// still waits for its final response.
    void earlyEnded(SessionDialog early, SipMessage because) {
        if (!early.over()) {
            session.forks().end(early);
            session.listener().earlyEnded(session, early, because);
        }
    }

    void finish() {
        if (session.phase() == Phase.OVER) {
            return;
        }
        boolean refused =
                session.phase() != Phase.CONFIRMED && session.direction() == Direction.INCOMING;
        session.phase(Phase.OVER);
        session.timer().stop();
        session.incoming().close();
        if (refused) {
            session.agent().forget(session);
        } else {
            session.agent().forgetLater(session);
        }
    }

    private void end(Ending ending) {
        if (session.phase() != Phase.OVER) {
            finish();
            SessionListener user = session.listener();
            if (!session.current().subscribed()) {
                // The session is remembered for a while; what its user keeps need not be.
                session.listener(SessionListener.NOBODY);
                session.features(NO_FEATURES);
            }
            user.ended(session, ending);
        }
    }
}
