package io.referee.server.call;

import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ServerTransaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which parties of a call hear hold music, and when it begins and ends (`transfers.md` A8.2).
/// *Engine thread only.*
public final class MusicOnHold {
    private final Call call;
    private final Map<Leg, HoldMusic> listeners = new HashMap<>(2);

    MusicOnHold(Call call) {
        this.call = call;
    }

    /// Whether there is a source.
    public boolean available() {
        return available(Optional.empty());
    }

    /// The same, when a certain one may be asked for.
    public boolean available(Optional<String> wanted) {
        return call.legs().music().of(wanted).isPresent();
    }

    /// Whether this party is on hold with music, or will soon know that there is none.
    public boolean listens(Leg leg) {
        return listeners.containsKey(leg);
    }

    /// Whether this party hears it now.
    public boolean hears(Leg leg) {
        HoldMusic music = listeners.get(leg);
        return music != null && music.plays();
    }

    /// Music for this party; nothing when there is no source, or it has some already.
    ///
    /// @param settled runs when there is music, or it is known that there will be none, be it
    ///   because somebody stopped it
    public void play(Leg leg, Runnable settled) {
        play(leg, Optional.empty(), settled);
    }

    /// The same, from a certain source: what the party hears from another one ends.
    ///
    /// @param wanted URI of the source; empty for the usual one
    public void play(Leg leg, Optional<String> wanted, Runnable settled) {
        Optional<MusicSource> source = call.legs().music().of(wanted);
        if (wanted.isPresent() && source.isPresent()) {
            stop(leg);
        }
        if (source.isEmpty() || listens(leg)) {
            settled.run();
        } else {
            begin(leg, source.get(), settled);
        }
    }

    /// The same from this source, in the place of what the party hears already.
    public void play(Leg leg, MusicSource source, Runnable settled) {
        stop(leg);
        begin(leg, source, settled);
    }

    private void begin(Leg leg, MusicSource source, Runnable settled) {
        HoldMusic music = new HoldMusic(call, leg, source, settled);
        listeners.put(leg, music);
        music.start();
    }

    /// An offer of a party that has nobody but the music: it gets what it had, and the music goes
    /// where it takes its media.
    public void answer(Leg leg, ServerTransaction transaction, SessionDescription offer) {
        SdpLedger ledger = leg.ledger();
        byte[] answer = hears(leg) ? ledger.answeringListener(offer) : ledger.answeringAlone(offer);
        leg.session().accept(transaction, answer, List.of());
        HoldMusic music = listeners.get(leg);
        if (music != null) {
            music.follow();
        }
    }

    /// No more music for this party.
    public void stop(Leg leg) {
        HoldMusic music = listeners.remove(leg);
        if (music != null) {
            music.stop();
            call.bridge().ifPresent(bridge -> bridge.again(leg));
        }
    }

    /// This party takes neither music nor silence, and hears its partner still.
    void declined(Leg leg, HoldMusic music) {
        listeners.remove(leg, music);
    }

    void stopAll() {
        for (Leg leg : List.copyOf(listeners.keySet())) {
            stop(leg);
        }
    }

    /// Whether an offer within a bridge is answered here: it holds a party that gets music, or
    /// comes while that plays.
    boolean takes(Leg leg, Leg other, ServerTransaction transaction) {
        if (listeners.isEmpty() && !available()) {
            return false;
        }
        Optional<SessionDescription> offer =
                transaction.request().hasSdp()
                        ? SdpLedger.read(transaction.request())
                        : Optional.empty();
        if (offer.isEmpty()) {
            return false;
        }
        return listens(leg)
                ? fromListener(leg, transaction, offer.get())
                : fromHolder(leg, other, transaction, offer.get());
    }

    /// A party has said in the ACK of its offerless re-INVITE that it holds, or goes on holding:
    /// the other was connected to it for that, whatever it heard before.
    void heldLate(Leg holder, Leg other) {
        if (holder.ledger().selfHeld()
                && !other.ledger().selfHeld()
                && other.confirmed()
                && available()) {
            stop(other);
            play(other, () -> {});
        }
    }

    /// A party that heard music got its partner's media instead, which holds it still: it is to
    /// hear music again.
    void givenBack(Leg leg, Leg holder) {
        if (listens(leg)) {
            heldLate(holder, leg);
        }
    }

    private boolean fromListener(Leg leg, ServerTransaction transaction, SessionDescription offer) {
        HoldMusic music = listeners.get(leg);
        if (music == null || !music.plays()) {
            stop(leg);
            return false;
        }
        if (offer.asksHold()) {
            return false; // its partner may refuse it: the music ends when it holds
        }
        answer(leg, transaction, offer);
        return true;
    }

    private boolean fromHolder(
            Leg leg, Leg other, ServerTransaction transaction, SessionDescription offer) {
        HoldMusic music = listeners.get(other);
        if (music != null && !offer.asksHold()) {
            if (!music.plays() && other.session().offerPending()) {
                stop(other); // the source is being called; otherwise the resuming may be refused
            }
            return false;
        }
        boolean begins =
                offer.asksHold()
                        && !leg.ledger().selfHeld()
                        && !other.ledger().selfHeld()
                        && other.confirmed()
                        && !other.session().offerPending()
                        && available();
        if (music == null && !begins) {
            return false;
        }
        leg.session().accept(transaction, leg.ledger().answeringAlone(offer), List.of());
        if (begins) {
            play(other, () -> {});
        }
        return true;
    }
}
