package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.MediaPlace;
import io.referee.server.call.SdpLedger;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ServerTransaction;

import java.util.List;
import java.util.Optional;

/// A re-INVITE of a party of a join, as phones send it after a 491 of theirs: its offer is fresher
/// than what is known (`transfers.md` F3). *Engine thread only.*
record OwnOffer(Leg leg, ServerTransaction transaction, SessionDescription offer) {

    /// Empty when it brings none that can be read.
    static Optional<OwnOffer> of(Leg leg, ServerTransaction transaction) {
        return SdpLedger.read(transaction.request())
                .map(offer -> new OwnOffer(leg, transaction, offer));
    }

    /// The party gets the media of its partner.
    ///
    /// @param want what the partner wants
    /// @return whether the party takes its own media elsewhere from now on
    boolean answer(SessionDescription partners, Direction want) {
        boolean moves = leg.ledger().remote().filter(had -> MediaPlace.same(had, offer)).isEmpty();
        accept(OfferAnswer.answer(offer, partners, want));
        return moves;
    }

    /// The partner has made an offer, too: each becomes the answer to the other.
    ///
    /// @return what the partner is answered; empty when they have no format in common, and nothing
    ///   was answered
    Optional<SessionDescription> meet(SessionDescription partners) {
        SessionDescription answer = OfferAnswer.meet(offer, partners);
        if (SameMedia.none(answer)) {
            return Optional.empty();
        }
        accept(answer);
        return Optional.of(OfferAnswer.meet(partners, offer));
    }

    private void accept(SessionDescription answer) {
        leg.ledger().offered(offer);
        leg.session().accept(transaction, leg.ledger().answering(answer), List.of());
    }
}
