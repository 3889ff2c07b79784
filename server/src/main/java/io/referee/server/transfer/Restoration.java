package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.Session;
import io.referee.sip.transport.Outside;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Gives a leg that was moved the media of its old partner back, after a join that failed (`transfers.md` F2, F7).
/// *Engine thread only.*
final class Restoration {
    private static final byte[] NOTHING = new byte[0];
    private static final int MAX_TRIES = 10;

    private final Outside outside;
    private final Leg moved;
    private final Leg partner;
    private int tries;

    Restoration(Outside outside, Leg moved, Leg partner) {
        this.outside = outside;
        this.moved = moved;
        this.partner = partner;
    }

    void start() {
        Optional<SessionDescription> old = partner.ledger().remote();
        if (!moved.confirmed() || !partner.confirmed() || old.isEmpty() || tries >= MAX_TRIES) {
            return;
        }
        tries++;
        if (moved.session().offerPending()) {
            again();
            return;
        }
        byte[] offer = moved.ledger().offering(old.get(), partner.ledger().wantDirection());
        moved.session().reinvite(offer, List.of(), new ReinviteListener() {
            @Override
            public void accepted(Response response) {
                moved.session().acknowledge(NOTHING);
                SdpLedger.read(response.body()).ifPresent(moved.ledger()::answered);
            }

            @Override
            public void refused(Response response) {
                moved.ledger().refused();
                if (response.status() == 491) {
                    again();
                }
            }
        });
    }

    private void again() {
        boolean ours = moved.session().direction() == Session.Direction.OUTGOING;
        int hundredths = ours ? 210 + outside.random(191) : outside.random(201);
        outside.schedule(Duration.ofMillis(hundredths * 10L), this::start);
    }
}
