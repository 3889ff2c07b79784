package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.sip.message.Request;

import java.util.Optional;
import java.util.function.Supplier;

/// Who may have a REFER carried out, and at whose cost (`transfers.md` 0.5, F.2, F.3): the account
/// of the leg, its provider, or whom a dial plan allows it. What they may is looked up anew for
/// each REFER. *Engine thread only.*
record ReferRights(Supplier<Directory> directory) {

    /// Whether the leg may have this REFER carried out.
    boolean may(Leg leg, Request refer) {
        return permits(leg.identity().transfer(), refer) && may(leg);
    }

    /// `attended` connects those whom the transferor talks with already, and calls nobody.
    private static boolean permits(TransferMode mode, Request refer) {
        return mode == TransferMode.CONSUME
                || mode == TransferMode.ASK
                || mode == TransferMode.PASS
                || mode == TransferMode.ATTENDED && ReferredDialog.in(refer);
    }

    /// Whether the account or the provider behind a leg still exists and still has the mode of the
    /// leg, unless a dial plan gave that. Who has no account may not have done what somebody would
    /// have to pay for, unless it is known who does.
    boolean may(Leg leg) {
        TransferMode mode = leg.identity().transfer();
        if (!leg.identity().account().isEmpty()) {
            return account(leg)
                    .filter(account -> leg.allowedByPlan() || account.transfer() == mode)
                    .isPresent();
        }
        boolean free = mode == TransferMode.PASS;
        return leg.allowedByPlan()
                ? free || mayPlace(leg)
                : provider(leg)
                        .filter(provider -> provider.calls().transfers().mode() == mode)
                        .filter(provider -> free || payer(provider).isPresent())
                        .isPresent();
    }

    /// Whether somebody is known who pays for what a REFER of this leg makes.
    boolean mayPlace(Leg leg) {
        return !payer(leg).isEmpty();
    }

    /// Who pays for what a REFER of this leg makes: its account, else who pays for what its
    /// provider asks for, else whoever pays for the leg if a dial plan allowed its REFERs: to dial
    /// somebody is not to pay for what that party does. Empty when nobody pays.
    String payer(Leg leg) {
        String account = leg.identity().account();
        return account.isEmpty()
                ? provider(leg)
                        .flatMap(this::payer)
                        .map(Account::aor)
                        .orElseGet(() -> leg.allowedByPlan() ? leg.identity().payer() : "")
                : account;
    }

    /// Whose dial plans say where a REFER of this leg leads, and who is asked: the owner of the
    /// account that asks, or that pays for what a provider asks; else whoever has the call.
    String owner(Call call, Leg leg) {
        return account(leg)
                .or(() -> provider(leg).flatMap(this::payer))
                .map(Account::owner)
                .orElseGet(() -> call.ids().owner());
    }

    /// The setting that would allow it.
    String setting(Leg leg) {
        String account = leg.identity().account();
        if (!account.isEmpty()) {
            return "`transfer: consume` for account " + account;
        }
        return provider(leg)
                .map(this::setting)
                .orElse(
                        "guests may not transfer; only accounts with `transfer: consume` or"
                                + " `pass` may");
    }

    private String setting(Provider provider) {
        boolean denied = provider.calls().transfers().mode() == TransferMode.DENY;
        return (denied
                        ? "`transfer: consume` and `payer`, or `transfer: pass`, of provider "
                        : "`payer` of provider ")
                + provider.name()
                + (denied ? "" : ": an account of " + provider.owner() + " that pays for it");
    }

    /// As it is now.
    private Optional<Provider> provider(Leg leg) {
        return ProviderAuthorizer.providerOf(leg.session().authorizer())
                .flatMap(then -> directory.get().provider(then.owner(), then.name()));
    }

    private Optional<Account> payer(Provider provider) {
        return account(provider.calls().transfers().payer())
                .filter(account -> account.owner().equals(provider.owner()));
    }

    private Optional<Account> account(Leg leg) {
        return account(leg.identity().account());
    }

    private Optional<Account> account(String aor) {
        return directory.get().account(aor);
    }
}
