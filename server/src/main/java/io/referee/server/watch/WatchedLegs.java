package io.referee.server.watch;

import io.referee.server.call.Legs;
import io.referee.server.call.Switchboard;
import io.referee.server.event.BridgeFact;
import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.HeaderName;
import io.referee.sip.session.Session;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads from the events how the legs of each account stand, on the way of the events to whoever
/// else reads them. *Engine thread only.*
public final class WatchedLegs implements EventSink {
    /// Why two are bridged when one of them only plays music to the other.
    private static final String MUSIC = "moh";

    /// Why two are bridged when one has called the other.
    private static final String DIAL = "dial";

    private final EventSink next;
    private final Map<String, WatchedLeg> byId = new HashMap<>();
    private final Map<String, Map<String, WatchedLeg>> byAccount = new HashMap<>();
    private @Nullable Switchboard switchboard;
    private Listener listener = Listener.NOBODY;

    /// Who is told.
    interface Listener {
        Listener NOBODY =
                new Listener() {
                    @Override
                    public void changed(String account, String leg) {}

                    @Override
                    public void ended(String account, DialogElement last) {}
                };

        /// A leg of this account has begun or is another than before.
        void changed(String account, String leg);

        /// A leg of this account is over, and this is the last that is known of it.
        void ended(String account, DialogElement last);
    }

    /// @param next gets every event first
    public WatchedLegs(EventSink next) {
        this.next = next;
    }

    /// Whose legs they are; to be said before anything happens.
    void at(Switchboard board) {
        switchboard = board;
    }

    void listener(Listener who) {
        listener = who;
    }

    @Override
    public void publish(
            Instant at, String owner, String call, String chain, String leg, Fact fact) {
        next.publish(at, owner, call, chain, leg, fact);
        switch (fact) {
            case LegFact.Created _ -> created(leg);
            case LegFact.Ringing _ -> known(leg).ifPresent(this::rings);
            case LegFact.Answered _ -> known(leg).ifPresent(this::answered);
            case LegFact.Ended ended -> ended(leg, ended, at);
            case BridgeFact.Started bridge -> bridged(bridge);
            default -> {}
        }
    }

    /// The legs of an account, oldest first.
    Collection<WatchedLeg> of(String account) {
        Map<String, WatchedLeg> legs = byAccount.get(account);
        return legs == null ? List.of() : legs.values();
    }

    /// A leg that is alive.
    Optional<WatchedLeg> known(String leg) {
        return Optional.ofNullable(byId.get(leg));
    }

    /// Where they live.
    Outside outside() {
        return legs().outside();
    }

    private Legs legs() {
        return board().legs();
    }

    private Switchboard board() {
        if (switchboard == null) {
            throw new IllegalStateException("no switchboard yet");
        }
        return switchboard;
    }

    // ---- what happens

    private void created(String id) {
        legs().leg(id)
                .ifPresent(
                        leg -> {
                            WatchedLeg watched = new WatchedLeg(leg);
                            byId.put(id, watched);
                            if (leg.session().direction() == Session.Direction.INCOMING) {
                                replaced(leg.session()).ifPresent(watched::replaces);
                            }
                            keep(watched);
                        });
    }

    /// Legs of strangers are only kept as partners of others.
    private void keep(WatchedLeg leg) {
        if (!leg.account().isEmpty()) {
            byAccount
                    .computeIfAbsent(leg.account(), _ -> new LinkedHashMap<>(4))
                    .put(leg.id(), leg);
            listener.changed(leg.account(), leg.id());
        }
    }

    /// The leg that the INVITE of this session asks to replace.
    private Optional<WatchedLeg> replaced(Session session) {
        return session.begunBy()
                .flatMap(invite -> invite.value(HeaderName.REPLACES))
                .flatMap(Replaces::parse)
                .flatMap(named -> board().agent().named(named))
                .flatMap(legs()::of)
                .flatMap(leg -> known(leg.id()));
    }

    private void rings(WatchedLeg leg) {
        leg.rings();
        tell(leg);
    }

    private void answered(WatchedLeg leg) {
        leg.answered();
        tell(leg);
    }

    private void bridged(BridgeFact.Started bridge) {
        WatchedLeg x = byId.get(bridge.legX());
        WatchedLeg y = byId.get(bridge.legY());
        if (x == null || y == null || bridge.because().equals(MUSIC)) {
            return;
        }
        boolean transferred = !bridge.because().equals(DIAL);
        x.meets(y, transferred);
        y.meets(x, transferred);
        tell(x);
        tell(y);
    }

    private void ended(String id, LegFact.Ended how, Instant now) {
        WatchedLeg leg = byId.remove(id);
        if (leg == null) {
            return;
        }
        leg.leaves();
        Map<String, WatchedLeg> others = byAccount.get(leg.account());
        if (others != null) {
            others.remove(id);
            if (others.isEmpty()) {
                byAccount.remove(leg.account());
            }
            listener.ended(leg.account(), leg.ended(how, now));
        }
    }

    private void tell(WatchedLeg leg) {
        if (!leg.account().isEmpty()) {
            listener.changed(leg.account(), leg.id());
        }
    }
}
