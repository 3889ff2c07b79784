package io.referee.server.cdr;

import io.referee.server.cdr.GroupLink.Kind;
import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Event;
import io.referee.server.event.LegFact;
import io.referee.server.event.ProviderFact;
import io.referee.server.event.RegistrationFact;
import io.referee.server.event.SecurityFact;
import io.referee.server.event.SipMessageFact;
import io.referee.server.event.TransferFact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Makes call records from facts: attach it to the event stream. *Engine thread only.*
///
/// It is a reducer: it reads no clock and decides nothing about calls; the same facts give the same
/// records. Facts about legs and transfers that it does not know (any more) are ignored, and
/// whatever order facts of one leg come in, the invariants of the records hold: the segments of an
/// answered leg cover it from answer to end, each leg has one payer, one start, one answer. Should
/// the clock step back, a leg's time stands still until it is caught up with; times are kept to the
/// millisecond.
///
/// Memory: open groups, and the last [#RETIRED_AT_MOST] that are over, for facts that come late.
public final class RecordKeeper implements Consumer<Event> {
    /// Groups that are over but still take late facts, such as what became of a transfer.
    public static final int RETIRED_AT_MOST = 1_024;

    private final RecordStore store;
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, LegState> legs = new HashMap<>();
    private final Map<String, TransferState> transfers = new HashMap<>();
    private final ArrayDeque<Group> retired = new ArrayDeque<>();
    private final Segments segments;
    private final List<Cdr> changed = new ArrayList<>();

    public RecordKeeper(RecordStore store) {
        this.store = store;
        this.segments = new Segments(changed);
    }

    /// Goes on with legs that were open when the server died, and outlive it. To be said before the
    /// first event.
    ///
    /// @param records what [Restart#left] found
    public void resume(List<Cdr> records) {
        Resumption before = new Resumption(records);
        groups.putAll(before.groups());
        legs.putAll(before.legs());
        transfers.putAll(before.transfers());
    }

    /// Legs that live now.
    public int openLegs() {
        int open = 0;
        for (LegState leg : legs.values()) {
            open += leg.over() ? 0 : 1;
        }
        return open;
    }

    /// Groups in memory: those with something open, and those that still take late facts.
    public int remembered() {
        return groups.size();
    }

    @Override
    public void accept(Event event) {
        if (event.fact() instanceof SipMessageFact) {
            return;
        }
        Instant at = event.at().truncatedTo(ChronoUnit.MILLIS);
        switch (event.fact()) {
            case LegFact f -> leg(event, f, at);
            case BridgeFact f -> bridge(f, at);
            case TransferFact f -> transfer(event, f, at);
            case CallFact.Created f -> callCreated(event, f, at);
            case CallFact.Ended _ -> callEnded(event, at);
            case CallFact.Merged f ->
                    merged(
                            new GroupLink(
                                    f.absorbedChain(),
                                    event.chain(),
                                    event.owner(),
                                    Kind.MERGED,
                                    f.because(),
                                    at));
            case CallFact.Related f ->
                    link(
                            new GroupLink(
                                    event.chain(),
                                    f.relatedTo(),
                                    event.owner(),
                                    Kind.RELATED,
                                    f.transfer(),
                                    at));
            case CallFact _,
                    DialPlanFact _,
                    RegistrationFact _,
                    ProviderFact _,
                    SecurityFact _,
                    SipMessageFact _ -> {}
        }
        if (!changed.isEmpty()) {
            store.save(changed);
            changed.clear();
        }
    }

    private void callCreated(Event event, CallFact.Created fact, Instant at) {
        Group group = group(event, at);
        if (group.from.isEmpty() && group.to.isEmpty()) {
            group.from = fact.from();
            group.to = fact.to();
            group.told = false;
        }
        tell(group);
    }

    /// Two groups become one when the transfer has joined their parties. A target that still rings
    /// comes over before that, and when it is never joined the two stay two.
    private void merged(GroupLink link) {
        TransferState transfer = transfers.get(link.because());
        if (transfer == null) {
            link(link);
        } else if (!transfer.over()) {
            transfer.merges.add(link);
        } else if (transfer.completed()) {
            link(link);
        }
    }

    private void link(GroupLink link) {
        if (!link.groupId().equals(link.otherId())) {
            changed.add(link);
        }
    }

    /// Ends a group in which there never was a leg; others end with their last leg.
    private void callEnded(Event event, Instant at) {
        Group group = groups.get(event.chain());
        if (group != null && group.openLegs == 0 && group.endAt == null) {
            group.endAt = at;
            group.told = false;
            tell(group);
            retireIfOver(group);
        }
    }

    private void tell(Group group) {
        if (!group.told) {
            group.told = true;
            changed.add(group.record());
        }
    }

    private void leg(Event event, LegFact fact, Instant at) {
        if (fact instanceof LegFact.Created created) {
            created(event, created, at);
            return;
        }
        LegState leg = legs.get(event.leg());
        if (leg == null || leg.over()) {
            return;
        }
        Instant now = segments.notBefore(leg, at);
        switch (fact) {
            case LegFact.Created _ -> {}
            case LegFact.Ringing _ -> {
                if (leg.rang(now)) {
                    changed.add(leg.record());
                }
            }
            case LegFact.Answered f -> {
                if (leg.answered(now, f)) {
                    changed.add(leg.record());
                    leg.last = now;
                    segments.settle(leg, now);
                }
            }
            case LegFact.Hears f -> {
                leg.hears = f.what();
                segments.settle(leg, now);
            }
            case LegFact.Ended f -> ended(leg, f, now);
        }
        leg.last = leg.last.isAfter(now) ? leg.last : now;
    }

    private void created(Event event, LegFact.Created fact, Instant at) {
        if (legs.containsKey(event.leg())) {
            return;
        }
        Group group = group(event, at);
        if (group.from.isEmpty() && group.to.isEmpty()) {
            group.from = fact.from();
            group.to = fact.to();
        }
        var leg = new LegState(event, group, fact, at);
        legs.put(leg.id, leg);
        group.legs.add(leg);
        group.openLegs++;
        changed.add(leg.record());
        if (group.endAt != null) {
            group.endAt = null;
            group.told = false;
        }
        tell(group);
    }

    private void ended(LegState leg, LegFact.Ended fact, Instant at) {
        Instant now = segments.leave(leg, at);
        leg.ended(now, fact);
        changed.add(leg.record());
        Group group = leg.group;
        group.openLegs--;
        if (group.openLegs == 0) {
            group.endAt = now;
            group.told = false;
            tell(group);
            retireIfOver(group);
        }
    }

    private void bridge(BridgeFact fact, Instant at) {
        switch (fact) {
            case BridgeFact.Started f -> {
                LegState x = open(f.legX());
                LegState y = open(f.legY());
                if (x != null && y != null && x != y) {
                    segments.join(x, y, f.because(), since(x, y, f.because(), at));
                }
            }
            case BridgeFact.Ended f -> {
                LegState x = open(f.legX());
                LegState y = open(f.legY());
                if (x != null && y != null && x.peer == y) {
                    segments.part(x, y, at);
                }
            }
            case BridgeFact.Direction f -> {
                LegState x = open(f.legX());
                LegState y = open(f.legY());
                if (x != null && y != null && x.peer == y) {
                    x.held = f.held();
                    y.held = f.held();
                    segments.settleBoth(x, y, at);
                }
            }
        }
    }

    /// Two talk from when they are connected. A target that the transfer has called talks from its
    /// answer, because it was called with the media of the one that waits for it (`transfers.md`
    /// G.4): unless that one was still connected with somebody else.
    private Instant since(LegState x, LegState y, String because, Instant at) {
        TransferState transfer = transfers.get(because);
        boolean alone = x.peer == null && y.peer == null;
        return transfer != null && alone && (transfer.called(x) || transfer.called(y))
                ? transfer.answered(at)
                : at;
    }

    private void transfer(Event event, TransferFact fact, Instant at) {
        if (fact instanceof TransferFact.Requested request) {
            requested(event, request, at);
            return;
        }
        TransferState transfer = transfers.get(fact.transfer());
        if (transfer == null) {
            return;
        }
        boolean wasOver = transfer.over();
        if (transfer.apply(fact, at)) {
            changed.add(transfer.record());
        }
        if (!wasOver && transfer.over()) {
            if (transfer.completed()) {
                transfer.merges.forEach(link -> link(link.dated(at)));
            }
            transfer.group.openTransfers--;
            retireIfOver(transfer.group);
        }
    }

    private void requested(Event event, TransferFact.Requested request, Instant at) {
        if (transfers.containsKey(request.transfer())) {
            return;
        }
        Group group = group(event, at);
        TransferState parent = parent(request.transferor());
        var transfer =
                new TransferState(
                        request,
                        event.owner(),
                        group,
                        parent == null ? parent(request.transferee()) : parent,
                        at);
        transfers.put(request.transfer(), transfer);
        group.transfers.add(request.transfer());
        group.openTransfers++;
        changed.add(transfer.record());
    }

    /// The transfer that made this leg.
    private @Nullable TransferState parent(String legId) {
        LegState leg = legs.get(legId);
        if (leg == null) {
            return null;
        }
        String createdBy = leg.created.createdBy();
        return transfers.get(createdBy.substring(createdBy.indexOf(':') + 1));
    }

    private @Nullable LegState open(String legId) {
        LegState leg = legs.get(legId);
        return leg == null || leg.over() ? null : leg;
    }

    private Group group(Event event, Instant at) {
        String id = event.chain().isEmpty() ? event.call() : event.chain();
        Group group = groups.get(id);
        if (group == null) {
            group = new Group(id, event.owner(), at);
            groups.put(group.id, group);
        }
        return group;
    }

    private void retireIfOver(Group group) {
        if (group.openLegs > 0 || group.openTransfers > 0 || group.retired) {
            return;
        }
        group.retired = true;
        retired.add(group);
        if (retired.size() > RETIRED_AT_MOST) {
            forget(retired.remove());
        }
    }

    /// Forgets a group, unless it has come to life again; then it waits for its next end.
    private void forget(Group group) {
        group.retired = false;
        if (group.openLegs > 0 || group.openTransfers > 0) {
            return;
        }
        groups.remove(group.id);
        for (LegState leg : group.legs) {
            legs.remove(leg.id);
        }
        for (String transfer : group.transfers) {
            transfers.remove(transfer);
        }
    }
}
