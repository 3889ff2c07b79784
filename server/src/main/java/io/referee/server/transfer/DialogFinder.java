package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Leg;
import io.referee.server.call.Switchboard;
import io.referee.sip.header.Replaces;
import io.referee.sip.session.Session;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Which leg a Replaces names (`transfers.md` A5.2 rules 1 and 3). All three of Call-ID and tags
/// must fit: knowing one of them opens nothing, unless a setting is lenient with the account's own.
/// *Engine thread only.*
final class DialogFinder {
    private final Supplier<Directory> directory;
    private final Switchboard switchboard;
    private final TransferSettings.ReplacesRules rules;

    DialogFinder(
            Supplier<Directory> directory,
            Switchboard switchboard,
            TransferSettings.ReplacesRules rules) {
        this.directory = directory;
        this.switchboard = switchboard;
        this.rules = rules;
    }

    /// The leg that this account means, be it up or still ringing.
    ///
    /// @param account `name@domain`
    Optional<Leg> find(Replaces replaces, String account) {
        return exactly(replaces)
                .or(() -> swapped(replaces, account))
                .or(() -> masked(replaces, account))
                .or(() -> tagless(replaces, account));
    }

    private Optional<Leg> exactly(Replaces replaces) {
        Optional<Session> session = switchboard.agent().named(replaces);
        return session.filter(s -> !s.over()).flatMap(this::legOf);
    }

    private Optional<Leg> legOf(Session session) {
        return switchboard.legs().of(session);
    }

    /// Phones that were called exchange the two tags now and then.
    private Optional<Leg> swapped(Replaces replaces, String account) {
        Replaces other =
                new Replaces(
                        replaces.callId(), replaces.fromTag(), replaces.toTag(), replaces.when());
        return rules.lenient()
                ? exactly(other).filter(leg -> leg.identity().account().equals(account))
                : Optional.empty();
    }

    /// A proxy in front of a phone that hides topology shows it other ids than ours, and leaves
    /// those within Refer-To as the phone knows them (`transfers.md` H45): what is left must fit
    /// one dialog of the account alone.
    private Optional<Leg> masked(Replaces replaces, String account) {
        List<Leg> fitting =
                rules.lenient() && !account.isEmpty()
                        ? switchboard.legs().all().stream()
                                .filter(leg -> leg.identity().account().equals(account))
                                .filter(leg -> !leg.over() && partly(leg.session(), replaces))
                                .limit(2)
                                .toList()
                        : List.of();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private static boolean partly(Session session, Replaces replaces) {
        return session.callId().equals(replaces.callId())
                || session.localTag().equals(replaces.toTag())
                        && session.remoteTag().equals(replaces.fromTag());
    }

    /// A phone that heard no tag of ours yet cannot name it.
    private Optional<Leg> tagless(Replaces replaces, String account) {
        if (!replaces.toTag().isEmpty()) {
            return Optional.empty();
        }
        for (Leg leg : switchboard.legs().all()) {
            Session session = leg.session();
            if (session.callId().equals(replaces.callId())
                    && session.remoteTag().equals(replaces.fromTag())
                    && session.direction() == Session.Direction.INCOMING
                    && !session.confirmed()
                    && leg.identity().account().equals(account)) {
                return Optional.of(leg);
            }
        }
        return Optional.empty();
    }

    /// Whether an account may take over a leg: its own, that of an account of the same owner, or of
    /// one that the administrator has put into the same group (`transfers.md` F.2, F.5).
    boolean related(Leg leg, String account) {
        String other = leg.identity().account();
        if (other.isEmpty() || account.isEmpty()) {
            return false;
        }
        return other.equals(account) || related(known(other), known(account));
    }

    private static boolean related(Optional<Account> one, Optional<Account> other) {
        return one.isPresent()
                && other.isPresent()
                && (one.get().owner().equals(other.get().owner())
                        || one.get().habits().together(other.get().habits()));
    }

    private Optional<Account> known(String account) {
        return directory.get().account(account);
    }
}
