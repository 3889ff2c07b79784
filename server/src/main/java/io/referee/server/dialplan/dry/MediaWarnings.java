package io.referee.server.dialplan.dry;

import io.referee.server.account.Account;
import io.referee.server.call.Target;
import io.referee.sip.uri.SipUri;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Warns of two who may not hear each other: a browser sends encrypted media with ICE, and a plain
/// phone does not understand that. *One thread.*
///
/// @param caller whose phone calls; somebody elsewhere when empty, probably with plain RTP
/// @param phones of an account
record MediaWarnings(
        Optional<Account> caller,
        Function<Account, List<Target>> phones,
        Consumer<String> warnings) {

    /// An account is rung.
    void look(Account to, List<Target> rung) {
        boolean browser = caller.filter(this::byBrowser).isPresent();
        boolean plain = caller.isEmpty() || caller.filter(this::byPhone).isPresent();
        boolean apart = rung.stream().anyMatch(phone -> browser(phone) ? plain : browser);
        if (apart) {
            String who = caller.map(Account::aor).orElse("A caller from elsewhere");
            warn(who, to.aor());
        }
    }

    /// Somebody elsewhere is rung.
    void outside(SipUri uri) {
        caller.filter(this::byBrowser).ifPresent(account -> warn(account.aor(), uri.text()));
    }

    private void warn(String one, String other) {
        warnings.accept(
                one
                        + " and "
                        + other
                        + " may not hear each other: one of them is a browser (WebRTC), the"
                        + " other a phone with plain RTP.");
    }

    private boolean byBrowser(Account account) {
        return phones.apply(account).stream().anyMatch(MediaWarnings::browser);
    }

    private boolean byPhone(Account account) {
        return phones.apply(account).stream().anyMatch(phone -> !browser(phone));
    }

    private static boolean browser(Target phone) {
        return phone.hop().transport().peerConnects();
    }
}
