package io.referee.server.app;

import io.referee.server.account.Account;
import io.referee.server.account.Authenticator;
import io.referee.server.account.Directory;
import io.referee.server.account.Verdict;
import io.referee.server.call.Leg;
import io.referee.server.guard.Guard;
import io.referee.server.registrar.Registrar;
import io.referee.server.transfer.ReferTrust;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;

import java.net.InetAddress;
import java.util.function.Supplier;

/// A REFER needs no credentials when it comes from where its leg lives or where the account is
/// registered (`transfers.md` F.3). *Engine thread only.*
record PhoneTrust(
        Authenticator authenticator,
        Registrar registrar,
        Guard guard,
        Supplier<Directory> directory)
        implements ReferTrust {

    @Override
    public boolean known(Leg leg, Hop from) {
        return same(from, leg.session().hop())
                || registrar.bindings(leg.identity().account()).stream()
                        .anyMatch(binding -> same(from, binding.hop()));
    }

    private static boolean same(Hop a, Hop b) {
        return a.transport() == b.transport()
                && (a.connection() != 0 && a.connection() == b.connection()
                        || a.address().equals(b.address()));
    }

    @Override
    public Verdict verify(ServerTransaction transaction) {
        return authenticator.verify(transaction.request(), transaction.hop());
    }

    @Override
    public void abused(Hop from, String account, String reason) {
        InetAddress address = from.address().getAddress();
        if (address != null) {
            String owner = directory.get().account(account).map(Account::owner).orElse("");
            guard.abused(address, owner, account, reason);
        }
    }
}
