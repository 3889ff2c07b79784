package io.referee.server.call;

import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A call comes back after a restart (`transfers.md` F16). Two that talked talk on. A transferee
/// and a target that were about to be joined are joined. Who waited in a slot waits on. Whoever
/// else is left has nobody to talk to and is hung up. *Engine thread only.*
final class Revival {
    private static final String MUSIC = "music";
    private static final String TRANSFER = "transfer:";
    static final String FAREWELL = "The server was restarted";

    private final Switchboard switchboard;
    private final Legs legs;
    private final Outside outside;
    private final Aftermath aftermath;
    private final Survivors.Credentials credentials;

    Revival(Switchboard switchboard, Aftermath aftermath, Survivors.Credentials credentials) {
        this.switchboard = switchboard;
        this.legs = switchboard.legs();
        this.outside = legs.outside();
        this.aftermath = aftermath;
        this.credentials = credentials;
    }

    void of(KeptCall kept) {
        Call call = new Call(kept, legs, switchboard);
        switchboard.adopt(call, kept.placer());
        told(call, "", kept.since(), new CallFact.Created(kept.from(), kept.to()));
        for (KeptLeg one : kept.legs()) {
            revive(call, kept, one);
        }
        told(call, "", kept.since(), new CallFact.Answered("")); // only answered ones are kept
        kept.bridge().ifPresent(talk -> talk(call, talk, kept));
        aftermath.restored(call, kept);
        boolean interrupted =
                !kept.moving().isEmpty()
                        || call.parties().size() != 2
                        || call.bridge().isEmpty()
                        || kept.legs().stream().anyMatch(leg -> !leg.referred().isEmpty());
        if (interrupted) {
            outside.schedule(Duration.ZERO, () -> settle(call, kept));
        }
    }

    private void revive(Call call, KeptCall kept, KeptLeg note) {
        Duration age = Duration.between(kept.at(), outside.now());
        Leg leg = legs.revive(note, call.ids(), age, credentials.of(note.provider()));
        leg.user(new Left(call));
        call.joinedBy(leg);
        told(call, leg.id(), note.created(), created(note));
        told(
                call,
                leg.id(),
                note.answered(),
                new LegFact.Answered(leg.session().localTag(), leg.session().remoteTag()));
        note.talksUntil().ifPresent(at -> leg.talks(until(at), () -> switchboard.outlasted(leg)));
        note.lastsUntil()
                .ifPresent(at -> leg.after(until(at), () -> call.hangUp(480, "Time limit")));
    }

    private Duration until(Instant at) {
        Duration left = Duration.between(outside.now(), at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// What the records say of the leg, should they not know it: what is kept and what is on record
    /// are written at different moments.
    private static LegFact.Created created(KeptLeg note) {
        LegIdentity who = note.identity();
        boolean in = who.direction() == Direction.INCOMING;
        return new LegFact.Created(
                in ? "in" : "out",
                note.session().dialog().callId(),
                who.from(),
                who.to(),
                in ? who.to() : note.session().dialog().remoteTarget().text(),
                who.account(),
                who.payer(),
                who.createdBy(),
                who.price().text());
    }

    private void talk(Call call, KeptCall.Talk talk, KeptCall kept) {
        Optional<Leg> first = party(call, talk.first());
        Optional<Leg> second = party(call, talk.second());
        if (first.isEmpty() || second.isEmpty()) {
            return;
        }
        Bridge bridge = new Bridge(call, first.get(), second.get());
        bridge.resume(talk);
        call.resume(bridge);
        Instant since = kept.since();
        for (KeptLeg leg : kept.legs()) {
            boolean one = leg.id().equals(talk.first()) || leg.id().equals(talk.second());
            since = one && leg.answered().isAfter(since) ? leg.answered() : since;
        }
        if (!talk.parted()) {
            String because = talk.because();
            told(call, "", since, new BridgeFact.Started(talk.first(), talk.second(), because));
            BridgeFact how = new BridgeFact.Direction(talk.first(), talk.second(), talk.held());
            told(call, "", outside.now(), how);
        }
    }

    /// Something that was told before the restart, for whoever begins anew with us.
    private void told(Call call, String leg, Instant at, Fact fact) {
        Ids ids = call.ids();
        legs.events().publish(at, ids.owner(), ids.call(), ids.chain(), leg, fact);
    }

    private static Optional<Leg> party(Call call, String id) {
        return call.parties().stream().filter(leg -> leg.id().equals(id)).findFirst();
    }

    // ---- what was interrupted

    private void settle(Call call, KeptCall kept) {
        List<Leg> left = new ArrayList<>();
        boolean music = false;
        for (Leg leg : call.parties()) {
            boolean talks = call.bridge().filter(bridge -> bridge.has(leg)).isPresent();
            music |= isMusic(leg);
            boolean alone = leg.user() instanceof Left; // nor does it wait in a slot
            if (!talks && alone && leg.confirmed()) {
                left.add(leg);
            }
        }
        if (call.bridge().isEmpty() && !kept.moving().isEmpty()) {
            join(call, left);
        }
        aftermath.revived(call, kept);
        for (Leg leg : left) {
            leg.hangUp(FAREWELL, Leg.reason(503, FAREWELL));
        }
        if (music) {
            call.bridge().ifPresent(bridge -> play(call, bridge));
        }
        call.finishIfEmpty();
    }

    private static boolean isMusic(Leg leg) {
        return leg.identity().createdBy().equals(MUSIC);
    }

    /// The transferor had left, and the target had answered.
    private static void join(Call call, List<Leg> left) {
        Optional<Leg> target =
                left.stream().filter(leg -> !madeBy(leg).isEmpty()).reduce((one, last) -> last);
        Optional<Leg> transferee =
                left.stream().filter(leg -> !isMusic(leg) && madeBy(leg).isEmpty()).findFirst();
        if (target.isPresent() && transferee.isPresent()) {
            left.remove(target.get());
            left.remove(transferee.get());
            call.connect(transferee.get(), target.get(), madeBy(target.get()));
        }
    }

    /// The transfer that called the leg, or empty.
    private static String madeBy(Leg leg) {
        String by = leg.identity().createdBy();
        return by.startsWith(TRANSFER) ? by.substring(TRANSFER.length()) : "";
    }

    /// Whoever heard music hears it again.
    private static void play(Call call, Bridge bridge) {
        for (Leg leg : List.of(bridge.first(), bridge.second())) {
            if (bridge.onHold(leg)) {
                call.music().play(leg, () -> {});
            }
        }
    }

    /// Nobody decides for it any more.
    private record Left(Call call) implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            call.finishIfEmpty();
        }
    }
}
