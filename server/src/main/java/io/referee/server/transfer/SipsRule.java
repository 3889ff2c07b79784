package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// That a call made with `sips` stays one, whoever moves it and through whatever door
/// (`transfers.md` A10.7, S15). A call is secure when one of its legs was made with `sips`; whoever
/// comes into it must have been reached, or have called, that way. *Engine thread only.*
///
/// @param settings whether it may be otherwise
record SipsRule(TransferSettings settings) {

    /// Why the call may not go to the target.
    Optional<Refusal> objection(Order order) {
        boolean secure = secure(order.transferor()) || secure(order.transferee());
        return refusing(secure && !secure(order.target()));
    }

    /// Why a party of one call may not be joined with one of another: neither call may be secure
    /// when who comes into it is not. Where nobody stays, nobody is joined.
    ///
    /// @param leaving the leg of the other call that gives its place away
    Optional<Refusal> objection(Order order, Call other, Leg leaving) {
        List<Leg> staying = staying(other, leaving);
        boolean here = secure(order.transferor()) || secure(order.transferee());
        boolean there = secure(leaving) || staying.stream().anyMatch(SipsRule::secure);
        boolean plain = staying.stream().anyMatch(leg -> !promises(leg));
        boolean met = !staying.isEmpty();
        return refusing(met && (here && plain || there && !promises(order.transferee())));
    }

    /// Why a newcomer may not take the place of a leg.
    Optional<Refusal> objection(Request invite, Call call, Leg leaving) {
        return objection(invite, leaving, staying(call, leaving));
    }

    /// Why a newcomer may not talk with those that stay.
    Optional<Refusal> objection(Request invite, Leg leaving, Collection<Leg> staying) {
        boolean here = secure(leaving) || staying.stream().anyMatch(SipsRule::secure);
        boolean plain = staying.stream().anyMatch(leg -> !promises(leg));
        boolean asked = secure(invite.uri()) || secure(invite.to().uri());
        boolean promised = calls(invite).anyMatch(SipsRule::secure);
        return refusing(here && !promised || asked && plain);
    }

    private Optional<Refusal> refusing(boolean downgrade) {
        return downgrade && !settings.recovery().sipsDowngrade()
                ? Optional.of(
                        new Refusal(
                                603,
                                "A sips call needs a sips target",
                                "`transfer.sipsDowngrade: on`"))
                : Optional.empty();
    }

    /// Who talks with the leg that leaves, or is rung by it, or rings it.
    private static List<Leg> staying(Call call, Leg leaving) {
        return Side.of(call, leaving)
                .map(side -> List.of(side.staying()))
                .orElseGet(
                        () ->
                                call.legsNow().stream()
                                        .filter(leg -> direction(leg) != direction(leaving))
                                        .toList());
    }

    private static Direction direction(Leg leg) {
        return leg.identity().direction();
    }

    // ---- what is secure

    /// Whether the dialog of a leg was made with `sips` (RFC 3261 §12.1.1); before there is one,
    /// what its INVITE says. Who has left promises nothing any more.
    private static boolean secure(Leg leg) {
        if (leg.over()) {
            return false;
        }
        Optional<Dialog> dialog = leg.session().dialog();
        return promises(leg)
                || dialog.map(d -> secure(d.local().uri())).orElseGet(() -> begunWithSips(leg));
    }

    private static boolean begunWithSips(Leg leg) {
        return leg.session()
                .begunBy()
                .filter(invite -> secure(invite.to().uri()) || secure(invite.from().uri()))
                .isPresent();
    }

    /// Whether the peer itself is one of `sips`. That its call was asked for in the name of such a
    /// one is not enough.
    private static boolean promises(Leg leg) {
        Optional<Dialog> dialog = leg.session().dialog();
        if (dialog.isPresent()) {
            return secure(dialog.get().remoteTarget()) || secure(dialog.get().remote().uri());
        }
        return leg.session().begunBy().stream()
                .flatMap(
                        invite ->
                                direction(leg) == Direction.INCOMING
                                        ? calls(invite)
                                        : called(invite))
                .anyMatch(SipsRule::secure);
    }

    private static Stream<Uri> calls(Request invite) {
        return Stream.concat(
                Stream.of(invite.from().uri()), invite.contact().map(NameAddr::uri).stream());
    }

    private static Stream<Uri> called(Request invite) {
        return Stream.of(invite.uri(), invite.to().uri());
    }

    private static boolean secure(Uri uri) {
        return uri instanceof SipUri sip && sip.secure();
    }
}
