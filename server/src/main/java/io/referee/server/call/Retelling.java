package io.referee.server.call;

import io.referee.sip.message.Response;
import io.referee.sip.session.ReinviteListener;

import java.util.List;
import java.util.function.IntConsumer;

/// An offer of ours that nobody asked for and whose answer concerns nobody else: the party is told
/// again what is in force. *Engine thread only.*
final class Retelling implements ReinviteListener {
    private static final byte[] NOTHING = new byte[0];

    private final Leg to;
    private final IntConsumer refused;

    private Retelling(Leg to, IntConsumer refused) {
        this.to = to;
        this.refused = refused;
    }

    /// Sends it. The leg is confirmed and no other offer is open on it.
    ///
    /// @param offer as the leg's ledger made it
    /// @param refused gets the status when the party does not take it
    static void tell(Leg to, byte[] offer, IntConsumer refused) {
        to.session().reinvite(offer, List.of(), new Retelling(to, refused));
    }

    @Override
    public void accepted(Response response) {
        to.session().acknowledge(NOTHING);
        SdpLedger.read(response).ifPresentOrElse(to.ledger()::answered, to.ledger()::refused);
    }

    @Override
    public void refused(Response response) {
        to.ledger().refused();
        refused.accept(response.status());
    }
}
