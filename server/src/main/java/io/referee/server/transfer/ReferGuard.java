package io.referee.server.transfer;

import io.referee.server.call.CallGuard;
import io.referee.server.call.Leg;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Keeps other transfers off a call while one of its parties was sent elsewhere by REFER. The two
/// go on talking as always; only their end matters. *Engine thread only.*
final class ReferGuard implements CallGuard {
    /// How long a NOTIFY may race with the BYE of the phone that was referred.
    static final Duration RACE = Duration.ofSeconds(1);

    /// How long after our own BYE the phone may still tell.
    static final Duration AFTERWARDS = Duration.ofSeconds(32);

    private final OutgoingRefer refer;
    private final HeldBye hold;
    private @Nullable Leg first;

    ReferGuard(OutgoingRefer refer) {
        this(refer, HeldBye.NEVER);
    }

    /// @param hold keeps the BYE of one party from the other
    ReferGuard(OutgoingRefer refer, HeldBye hold) {
        this.refer = refer;
        this.hold = hold;
    }

    /// Whether a leg ended, and the first that did was not that of the phone that was referred.
    boolean transferorLeftFirst() {
        return first != null && first != refer.leg();
    }

    @Override
    public Taken ended(Leg leg, Ending ending) {
        if (first == null) {
            first = leg;
        }
        refer.left(leg == refer.leg() ? RACE : AFTERWARDS);
        return hold.takes(leg, ending) ? Taken.YES : Taken.NO;
    }

    @Override
    public Taken reinvited(Leg leg, ServerTransaction transaction) {
        return Taken.NO;
    }

    @Override
    public Taken requested(Leg leg, ServerTransaction transaction) {
        return Taken.NO;
    }

    @Override
    public boolean movesMedia() {
        return false;
    }
}
