package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Leg;
import io.referee.server.call.Switchboard;
import io.referee.sip.header.Replaces;
import io.referee.sip.session.Session;

import java.util.Optional;
import java.util.function.Supplier;

/// Which leg a Replaces names (`transfers.md` A5.2 rules 1 and 3). All three of Call-ID and tags
/// must fit: knowing one of them opens nothing. *Engine thread only.*
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

    /// Whether an account may take over a leg: its own, or that of an account of the same owner.
    boolean related(Leg leg, String account) {
        String other = leg.identity().account();
        if (other.isEmpty() || account.isEmpty()) {
            return false;
        }
        return other.equals(account)
                || owner(other).isPresent() && owner(other).equals(owner(account));
    }

    private Optional<String> owner(String account) {
        int at = account.indexOf('@');
        return directory
                .get()
                .account(account.substring(0, at), account.substring(at + 1))
                .map(Account::owner);
    }
}
