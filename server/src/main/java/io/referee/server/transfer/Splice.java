package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// The one re-INVITE that lets the transferee hear a target that still rings (`transfers.md` 0.8,
/// early media). *Engine thread only.*
final class Splice {
    private static final byte[] NOTHING = new byte[0];

    private final String tag;
    private final Leg transferee;
    private final BooleanSupplier useless;
    private final Runnable heard;
    private State state = State.ASKED;
    private @Nullable Runnable ifTaken;
    private @Nullable Runnable ifNot;

    private enum State {
        ASKED,
        TAKEN,
        REFUSED
    }

    /// @param tag of the target's early dialog
    /// @param useless whether nobody wants to know the outcome any more
    /// @param heard runs when the transferee hears the target
    Splice(String tag, Leg transferee, BooleanSupplier useless, Runnable heard) {
        this.tag = tag;
        this.transferee = transferee;
        this.useless = useless;
        this.heard = heard;
    }

    /// Whoever still wanted to give the transferee back to its old partner gives that up: it hears
    /// the target now, or is given back when that fails.
    ///
    /// @param target whose media they are: the transferee is shown who it hears
    void start(Outside outside, Duration limit, Leg target, SessionDescription media) {
        transferee.steeredBy(() -> {});
        byte[] offer = transferee.ledger().offering(media, Direction.SENDRECV);
        new Attempt(transferee, offer, useless, this::taken, this::refused)
                .showing(target.introducedTo(transferee))
                .start(outside, limit, () -> settle(State.REFUSED));
    }

    /// Whether it was with the early dialog of this tag.
    boolean with(String other) {
        return tag.equals(other);
    }

    private void taken(Response response) {
        transferee.session().acknowledge(NOTHING);
        var answer = SdpLedger.read(response);
        answer.ifPresentOrElse(transferee.ledger()::answered, transferee.ledger()::refused);
        settle(answer.isPresent() ? State.TAKEN : State.REFUSED);
    }

    private void refused(Response response) {
        transferee.ledger().refused();
        settle(State.REFUSED);
    }

    private void settle(State now) {
        if (state == State.ASKED) {
            state = now;
            if (now == State.TAKEN) {
                heard.run();
            }
            Runnable next = now == State.TAKEN ? ifTaken : ifNot;
            if (next != null && !useless.getAsBoolean()) {
                next.run();
            }
        }
    }

    /// One of the two runs when it is known whether the transferee has the target's media: now, or
    /// soon.
    void whenSettled(Runnable taken, Runnable not) {
        switch (state) {
            case ASKED -> {
                ifTaken = taken;
                ifNot = not;
            }
            case TAKEN -> taken.run();
            case REFUSED -> not.run();
        }
    }
}
