package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.server.registrar.Binding;
import io.referee.sip.session.Reach;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import java.util.List;
import java.util.Optional;

/// One place to ring. *Immutable.*
///
/// @param uri the Request-URI
/// @param account whose phone it is; empty for a place that is none of ours
/// @param phone what else is known of it
/// @param options how it is called
public record Target(
        SipUri uri, Hop hop, Optional<Account> account, Phone phone, TargetOptions options) {

    /// A phone of an account, called as is usual.
    public Target(SipUri uri, Hop hop, Account account, Phone phone) {
        this(uri, hop, Optional.of(account), phone, TargetOptions.USUAL);
    }

    /// The same place, called in another way.
    public Target with(TargetOptions next) {
        return new Target(uri, hop, account, phone, next);
    }

    /// Where it may be called: within these bounds, and phones where they registered from. What a
    /// phone says in Contact and Path is somebody's wish as a dial string is.
    public Reach reach(Reach bounds) {
        return phone.source().isEmpty() ? bounds : bounds.with(phone.source());
    }

    /// The Contact of a phone as it is seen from outside of its network.
    public SipUri outside() {
        return phone.route().isEmpty() ? Binding.outside(uri, hop) : uri;
    }

    /// Whether it is a phone of the account `aor`.
    public boolean isOf(String aor) {
        return account.isPresent() && account.get().aor().equals(aor);
    }

    /// The address of record that it stands for, as it is shown to it.
    SipUri address() {
        return account.map(a -> SipUri.of(a.name(), a.domain(), -1)).orElseGet(uri::bare);
    }

    /// As people say it: user part or host.
    String party() {
        return account.map(Account::name)
                .orElseGet(() -> uri.user().isEmpty() ? uri.host() : uri.plainUser());
    }

    /// What a phone told when it registered. *Immutable.*
    ///
    /// @param route values of Route that lead to it (RFC 3327)
    /// @param instance its `+sip.instance`, empty when it told none
    /// @param regId number of this flow to it (RFC 5626), 0 when it is none
    /// @param priority q times 1000 (RFC 3261 §20.10), 1000 when it told none
    /// @param source the address that it told so from, as text; empty when it told nothing
    public record Phone(
            List<String> route, String instance, int regId, int priority, String source) {
        /// It told nothing.
        public static final Phone UNKNOWN = new Phone(List.of(), "", 0, 1_000, "");
    }

    /// Whether the other is another flow to the same phone (RFC 5626 §5.3).
    boolean sharesPhone(Target other) {
        return phone.regId() > 0
                && other.phone.regId() > 0
                && phone.instance().equals(other.phone.instance())
                && account.map(Account::aor).equals(other.account.map(Account::aor));
    }
}
