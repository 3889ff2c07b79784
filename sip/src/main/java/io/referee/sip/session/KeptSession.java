package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.session.Session.Phase;
import io.referee.sip.transport.Hop;

import java.time.Duration;
import java.util.Optional;

/// What has to be known of a confirmed session so that it goes on after a restart of the program
/// ([UserAgent#revive]). *Immutable.*
///
/// @param direction who sent the INVITE that began it
/// @param hop where our requests to the peer go
/// @param contactUser user part of our Contact
/// @param allow value of Allow
/// @param extensions more option tags of Supported
public record KeptSession(
        Direction direction,
        Dialog dialog,
        Hop hop,
        String contactUser,
        String allow,
        String extensions,
        Peer peer,
        Timer timer) {

    /// How far our CSeq numbers jump ahead: requests that were sent after the note was taken have
    /// used some, and the peer refuses a number that it knows (RFC 3261 §12.2.2). Gaps are allowed
    /// (§8.1.1.5).
    static final long SEQ_STEP = 1_000;

    /// The same for each second of the note's age: no dialog sends more.
    static final long SEQ_STEP_A_SECOND = 10;

    /// What the peer said that it can do.
    public record Peer(
            boolean updates,
            boolean refusesRefer,
            boolean followsFrom,
            boolean targetDialogs,
            boolean focus) {}

    /// The session timer.
    ///
    /// @param seconds its interval, 0 when none runs
    /// @param minimum the shortest interval that was demanded
    /// @param ours whether we refresh
    public record Timer(long seconds, long minimum, boolean ours) {}

    /// Takes the note; empty while the session is not confirmed, and when it is over.
    public static Optional<KeptSession> of(Session session) {
        if (!session.confirmed()) {
            return Optional.empty();
        }
        return Optional.of(
                new KeptSession(
                        session.direction(),
                        session.current().dialog(),
                        session.hop(),
                        session.contactUser(),
                        session.allowed(),
                        session.extensions(),
                        session.peer().kept(),
                        session.timer().kept()));
    }

    Session revive(UserAgent agent, Duration age) {
        long ahead = SEQ_STEP + Math.max(0, age.toSeconds()) * SEQ_STEP_A_SECOND;
        Session session = new Session(agent, dialog.localTag(), dialog.callId(), direction, hop);
        session.forks().begin(dialog.withLocalSeq(dialog.localSeq() + ahead), hop);
        session.current().revived();
        if (direction == Direction.OUTGOING) {
            session.outgoing().reach(agent.reach().with(hop.host()));
        }
        session.phase(Phase.CONFIRMED);
        session.contactUser(contactUser);
        session.allow(allow);
        session.extensions(extensions);
        session.peer().resume(peer);
        session.timer().resume(timer);
        return session;
    }
}
