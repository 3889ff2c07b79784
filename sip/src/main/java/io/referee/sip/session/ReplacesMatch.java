package io.referee.sip.session;

import io.referee.sip.header.Replaces;
import io.referee.sip.header.Replaces.When;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session.Direction;

import java.util.List;
import java.util.Optional;

/// What a `Replaces` header means to a user agent (RFC 3891 §3). *Immutable.*
public sealed interface ReplacesMatch {

    /// The request has no such header.
    record Nothing() implements ReplacesMatch {}

    /// A dialog that is up: the new one may take its place.
    record Confirmed(Session session) implements ReplacesMatch {}

    /// A call of ours that still rings: the new one may take its place.
    record Ringing(Session session) implements ReplacesMatch {}

    /// The request is to be refused so.
    record Refused(int status, String reason) implements ReplacesMatch {}

    private static Refused refused(int status, String reason) {
        return new Refused(status, reason);
    }

    /// 400: more than one header, one that cannot be read, another method than INVITE, or a Join
    /// beside it. 481: no such dialog, or an early one that the peer began. 603: the dialog is
    /// over. 486: it is up, and only an early one was meant.
    static ReplacesMatch of(Request request, UserAgent agent) {
        if (request.header(HeaderName.REPLACES).isEmpty()) {
            return new Nothing();
        }
        List<String> values = request.values(HeaderName.REPLACES);
        boolean joins = request.header(HeaderName.of("Join")).isPresent();
        if (values.size() != 1 || joins || !request.is(Method.INVITE)) {
            return refused(400, "One Replaces, in an INVITE alone");
        }
        Optional<Replaces> replaces = Replaces.parse(values.getFirst());
        return replaces.isEmpty()
                ? refused(400, "Replaces cannot be read")
                : of(replaces.get(), agent);
    }

    /// The same for a value that was read, as it stands in a Refer-To.
    static ReplacesMatch of(Replaces replaces, UserAgent agent) {
        Optional<Session> found = named(replaces, agent);
        if (found.isEmpty() && agent.departed().named(replaces)) {
            return refused(603, "Declined");
        }
        if (found.isEmpty()) {
            return refused(481, "Call/Transaction Does Not Exist");
        }
        Session session = found.get();
        if (session.over()) {
            return refused(603, "Declined");
        }
        if (session.confirmed()) {
            return replaces.when() == When.EARLY_ONLY
                    ? refused(486, "Busy Here")
                    : new Confirmed(session);
        }
        return session.direction() == Direction.OUTGOING
                ? new Ringing(session)
                : refused(481, "Call/Transaction Does Not Exist");
    }

    /// The session that is named, in whatever state it is ([UserAgent#session]).
    static Optional<Session> named(Replaces replaces, UserAgent agent) {
        return agent.session(replaces.callId(), replaces.toTag())
                .filter(session -> names(replaces, session));
    }

    /// Our tag was found; what is left is the peer's, of the confirmed dialog or any early one.
    private static boolean names(Replaces replaces, Session session) {
        if (session.confirmed()) {
            return replaces.names(session.callId(), session.localTag(), session.remoteTag());
        }
        return session.forks().any(replaces);
    }
}
