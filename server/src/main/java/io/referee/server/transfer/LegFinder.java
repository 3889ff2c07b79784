package io.referee.server.transfer;

import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.sip.header.NameAddr;
import io.referee.sip.session.Session;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds the leg that the `callid` of the older service's call manager means (`sipsorcery.md` 4.5).
/// In this order:
///
/// 1. the leg whose Call-ID it is;
/// 2. the only leg received from a peer whose From, name or user, contains it;
/// 3. the only leg placed by us of which the same is true.
///
/// Two legs that fit one step are as good as none: nothing happens to a call that may be the wrong
/// one. Legs received come first because what a caller shows is passed on to the leg placed for
/// him, which would fit as well.
public final class LegFinder {

    private LegFinder() {}

    /// A leg of a bridge, as far as it can be named. *Immutable.*
    ///
    /// @param call id of its call
    /// @param leg its id
    /// @param direction who called whom
    /// @param fromName display name in From
    /// @param fromUser user part in From, without escapes
    public record Bridged(
            String call,
            String leg,
            Session.Direction direction,
            String callId,
            String fromName,
            String fromUser) {

        private boolean shows(String text) {
            return fromName.contains(text) || fromUser.contains(text);
        }
    }

    /// The legs of an owner that belong to a bridge. *Engine thread only.*
    public static List<Bridged> bridged(Collection<Call> calls, String owner) {
        List<Bridged> legs = new ArrayList<>();
        for (Call call : calls) {
            Optional<Bridge> bridge = call.bridge();
            if (call.ids().owner().equals(owner) && bridge.isPresent()) {
                legs.add(bridged(call, bridge.get().first()));
                legs.add(bridged(call, bridge.get().second()));
            }
        }
        return legs;
    }

    private static Bridged bridged(Call call, Leg leg) {
        NameAddr from = leg.callerAddress();
        return new Bridged(
                call.id(),
                leg.id(),
                leg.identity().direction(),
                leg.session().callId(),
                from.displayName(),
                from.sipUri().map(SipUri::plainUser).orElse(""));
    }

    /// The one leg that `text` means; empty when there is none or more than one.
    public static Optional<Bridged> find(Collection<Bridged> legs, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<Bridged> exact = legs.stream().filter(leg -> leg.callId().equals(text)).toList();
        if (!exact.isEmpty()) {
            return only(exact);
        }
        List<Bridged> received =
                showing(legs, text, leg -> leg.direction() == Session.Direction.INCOMING);
        return received.isEmpty()
                ? only(showing(legs, text, leg -> leg.direction() == Session.Direction.OUTGOING))
                : only(received);
    }

    private static List<Bridged> showing(
            Collection<Bridged> legs, String text, Predicate<Bridged> which) {
        return legs.stream().filter(which).filter(leg -> leg.shows(text)).toList();
    }

    private static Optional<Bridged> only(List<Bridged> legs) {
        return legs.size() == 1 ? Optional.of(legs.getFirst()) : Optional.empty();
    }
}
