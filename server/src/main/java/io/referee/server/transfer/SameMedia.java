package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.MediaPlace;
import io.referee.server.call.SdpLedger;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.MediaSection;
import io.referee.sip.sdp.SessionDescription;

import java.util.List;
import java.util.stream.Stream;

/// Whether two joined legs already know enough of each other: the comparison that keeps a join from
/// endless corrections (`transfers.md` 0.8). Of directions it matters only whether the newcomer was
/// told less than both want by now: whoever held may have resumed meanwhile.
final class SameMedia {
    private SameMedia() {}

    /// Whether the newcomer knows all that it needs of the stayer, or nothing can be told it.
    static boolean known(SdpLedger stayer, SdpLedger newcomer) {
        Direction both = stayer.wantedWith(newcomer);
        SessionDescription answer = stayer.remote().map(newcomer::shown).orElse(null);
        SessionDescription told = newcomer.local().orElse(null);
        SessionDescription agreed = newcomer.remote().orElse(null);
        return answer == null
                || told == null
                || agreed == null
                || holds(answer, told, agreed) && allows(told, both);
    }

    /// @param answer what the stayer answered to the newcomer's media
    /// @param told what the newcomer believes of the stayer
    /// @param agreed what the newcomer answered to that: of `told` it uses these formats only
    private static boolean holds(
            SessionDescription answer, SessionDescription told, SessionDescription agreed) {
        if (answer.media().size() > told.media().size()) {
            return false;
        }
        for (int i = 0; i < answer.media().size(); i++) {
            if (!section(i, answer, told, agreed)) {
                return false;
            }
        }
        return true;
    }

    /// @param told what the newcomer believes of the stayer
    /// @param both what both want, as the stayer says it
    static boolean allows(SessionDescription told, Direction both) {
        return told.media().isEmpty()
                || told.media().getFirst().isRejected()
                || told.direction(0).intersect(both) == both;
    }

    /// Whether a party was told all that it and its partner want.
    static boolean allowed(SdpLedger party, SdpLedger partner) {
        Direction both = partner.wantedWith(party);
        return party.local().filter(told -> !allows(told, both)).isEmpty();
    }

    /// Those of two partners who said less than both want.
    static List<Leg> silent(Leg one, Leg other) {
        return Stream.of(one, other).filter(leg -> less(leg, leg == one ? other : one)).toList();
    }

    private static boolean less(Leg leg, Leg partner) {
        Direction wanted = leg.ledger().wantedWith(partner.ledger());
        return leg.ledger().remote().filter(body -> !allows(body, wanted)).isPresent();
    }

    /// Whether an offer of a party that nothing comes of leaves its old partner as it was.
    static boolean unmoved(SdpLedger party, SessionDescription offer) {
        return !party.saidOtherwise()
                && party.remote().filter(had -> MediaPlace.same(had, offer)).isPresent();
    }

    /// Whether `knows` was last told where the other party takes its media, and with which keys, as
    /// far as both of them want a stream.
    static boolean placed(SdpLedger knows, SdpLedger other) {
        SessionDescription told = knows.local().orElse(null);
        SessionDescription own = knows.remote().orElse(null);
        SessionDescription said = other.remote().map(knows::shown).orElse(null);
        if (told == null || own == null || said == null) {
            return true;
        }
        int shared =
                Math.min(told.media().size(), Math.min(own.media().size(), said.media().size()));
        for (int i = 0; i < shared; i++) {
            boolean off = own.media().get(i).isRejected() || said.media().get(i).isRejected();
            if (!off && !MediaPlace.same(told, said, i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether every stream is refused.
    static boolean none(SessionDescription body) {
        return body.media().stream().allMatch(MediaSection::isRejected);
    }

    private static boolean section(
            int i, SessionDescription answer, SessionDescription told, SessionDescription agreed) {
        boolean off = i < agreed.media().size() && agreed.media().get(i).isRejected();
        if (off || answer.media().get(i).isRejected()) {
            return off;
        }
        List<String> formats = answer.media().get(i).formats();
        boolean usable =
                formats.equals(told.media().get(i).formats())
                        || i < agreed.media().size()
                                && formats.equals(agreed.media().get(i).formats());
        return usable && MediaPlace.same(answer, told, i);
    }
}
