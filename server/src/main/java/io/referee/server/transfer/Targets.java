package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Leg;
import io.referee.server.call.Route;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
import io.referee.sip.uri.Uri;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Where nobody is transferred to: denied numbers, the parties themselves, and from a secure call
/// to a target that is not (`transfers.md` A10, F.6). *Engine thread only.*
///
/// @param directory who exists
/// @param settings what is allowed
record Targets(Supplier<Directory> directory, TransferSettings settings) {
    private static final String SEPARATORS = "-.() ";

    /// What speaks against the target as it was asked for.
    Optional<Refusal> objection(Order order) {
        Optional<Refusal> denied = denied(order.target());
        if (denied.isPresent()) {
            return denied;
        }
        return new SipsRule(settings)
                .objection(order)
                .or(() -> party(order, leg -> isAccountOf(leg, order.target())));
    }

    /// Why nobody calls there.
    Optional<Refusal> denied(Uri target) {
        return prefix(target)
                .flatMap(
                        prefix ->
                                refusal(
                                        "The target is denied",
                                        "`transfer.denied` without " + prefix));
    }

    /// What speaks against where the target leads.
    Optional<Refusal> objection(Order order, Route route) {
        return party(order, leg -> leadsTo(route, leg));
    }

    /// The route where whatever it leads to later is looked at as well.
    Route guarded(Order order, Route route) {
        return Route.changed(
                route,
                ring ->
                        objection(order, ring)
                                .<Route>map(no -> new Route.Refused(no.status(), no.reason()))
                                .orElse(ring));
    }

    private Optional<Refusal> party(Order order, Predicate<Leg> isTarget) {
        if (isTarget.test(order.transferee())) {
            return refusal("The target is the party to be transferred", "");
        }
        Leg transferor = order.transferor();
        boolean back = !transferor.over() && isTarget.test(transferor);
        return back && !settings.recovery().toSelf()
                ? refusal("The target is the party that transfers", "`transfer.toSelf: on`")
                : Optional.empty();
    }

    private static Optional<Refusal> refusal(String reason, String setting) {
        return Optional.of(new Refusal(603, reason, setting));
    }

    // ---- denied numbers

    private Optional<String> prefix(Uri target) {
        String dialled = dialled(target);
        return settings.limits().denied().stream()
                .filter(prefix -> dialled.startsWith(plain(prefix)))
                .findFirst();
    }

    /// Whether what is dialled begins with one of these, in whatever way it is written.
    static boolean begins(Uri target, List<String> prefixes) {
        String dialled = dialled(target);
        return prefixes.stream().anyMatch(prefix -> dialled.startsWith(plain(prefix)));
    }

    static String dialled(Uri target) {
        return switch (target) {
            case SipUri sip -> plain(sip.plainUser());
            case TelUri tel -> plain(tel.digits());
            default -> "";
        };
    }

    /// A number without what only serves the eye (RFC 3966 §5.1.1); anything else as it is.
    static String plain(String user) {
        boolean number =
                user.chars()
                        .allMatch(
                                c ->
                                        c >= '0' && c <= '9'
                                                || c == '+'
                                                || c == '*'
                                                || c == '#'
                                                || SEPARATORS.indexOf(c) >= 0);
        if (!number) {
            return user;
        }
        StringBuilder digits = new StringBuilder(user.length());
        user.chars().filter(c -> SEPARATORS.indexOf(c) < 0).forEach(c -> digits.append((char) c));
        return digits.toString();
    }

    // ---- the parties

    /// Whether the target is an account of this server.
    boolean isAccount(Uri target) {
        return target instanceof SipUri sip
                && directory.get().account(sip.plainUser(), sip.domain()).isPresent();
    }

    private boolean isAccountOf(Leg leg, Uri target) {
        return target instanceof SipUri sip
                && directory
                        .get()
                        .account(sip.plainUser(), sip.domain())
                        .map(Account::aor)
                        .filter(aor -> aor.equals(leg.identity().account()))
                        .isPresent();
    }

    private static boolean leadsTo(Route route, Leg leg) {
        return route instanceof Route.Ring ring
                && ring.branches().isEmpty()
                && ring.targets().stream()
                        .allMatch(target -> target.isOf(leg.identity().account()));
    }
}
