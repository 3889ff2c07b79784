package io.referee.server.transfer;

import io.referee.server.call.Adoption;
import io.referee.server.call.Arriving;
import io.referee.server.call.Call;
import io.referee.server.call.Dial;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.SessionListener.Ending;

import java.util.List;
import java.util.function.Consumer;

/// A newcomer takes the place of a caller whose call still rings (`transfers.md` A5.3,
/// `replaces.takeover`): it hears 180 until the target answers, and then takes the call over like
/// any other. A newcomer that gives up leaves the call as it was. *Engine thread only.*
final class EarlyTakeover implements Dial.Outcome {
    private static final byte[] NOTHING = new byte[0];

    private final Adoption ringing;
    private final Arriving arriving;
    private final Call call;
    private final Leg newcomer;
    private final TransferSettings settings;
    private final Consumer<Takeover> next;

    /// @param next begins the takeover of the answered call
    EarlyTakeover(
            Adoption ringing,
            Arriving arriving,
            TransferSettings settings,
            Consumer<Takeover> next) {
        this.ringing = ringing;
        this.arriving = arriving;
        this.call = ringing.call();
        this.settings = settings;
        this.next = next;
        this.newcomer = arriving.into(call, new Waiting());
    }

    void start() {
        ringing.lend(this);
        newcomer.session().progress(180, NOTHING, List.of());
    }

    @Override
    public void ringing(Leg leg, Response response) {}

    @Override
    public void answered(Leg leg, Response response) {
        SdpLedger.read(response).ifPresent(leg.ledger()::answered);
        call.joinedBy(leg);
        leg.session().acknowledge(NOTHING);
        Side side = new Side(call, ringing.caller(), leg);
        Takeover takeover =
                new Takeover(side, newcomer, SdpLedger.read(arriving.invite()), settings);
        leg.user(new Answered(takeover));
        next.accept(takeover);
    }

    @Override
    public void failed(int status, String reason) {
        if (!newcomer.over()) {
            call.left(newcomer);
            newcomer.reject(status, reason, List.of());
        }
        release(status, reason);
    }

    private void release(int status, String reason) {
        ringing.release(status, reason, Leg.reason(status, reason));
    }

    /// The newcomer, while the target rings.
    private final class Waiting implements LegUser {
        @Override
        public void cancelled(Leg leg, Request cancel) {
            call.left(leg);
            ringing.takeBack();
        }
    }

    /// The target, until it is connected with the newcomer.
    private final class Answered implements LegUser {
        private final Takeover takeover;

        Answered(Takeover takeover) {
            this.takeover = takeover;
        }

        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            release(480, "Temporarily Unavailable");
            takeover.targetGone();
        }
    }
}
