package io.referee.server.api;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;
import java.util.function.Supplier;

/// The field `music` of a request: an account of the asker that plays hold music, as `moh`,
/// `moh@example.org` or `sip:moh@example.org`. An account of somebody else is as unknown as one
/// that does not exist. *Any thread.*
record MusicField(Supplier<Directory> directory) {
    static final String NAME = "music";

    /// Its URI; empty when the field is missing.
    ///
    /// @throws Problem 400 when it is no account of the asker
    Optional<String> of(Body body, Asked asked) {
        Optional<String> text = body.text(NAME);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Account account =
                account(text.get())
                        .filter(one -> asked.caller().reaches(one.owner()))
                        .orElseThrow(
                                () ->
                                        Problem.badRequest(
                                                "request body: the field music must name an"
                                                        + " account of yours that plays music."));
        String user = Escapes.escapeUser(account.name());
        return Optional.of(SipUri.of(user, account.domain(), -1).text());
    }

    private Optional<Account> account(String text) {
        Directory now = directory.get();
        if (text.startsWith("sip:") || text.startsWith("sips:")) {
            return Uri.parse(text)
                    .filter(SipUri.class::isInstance)
                    .map(SipUri.class::cast)
                    .flatMap(sip -> now.account(sip.plainUser(), sip.domain()));
        }
        int at = text.indexOf('@');
        return at < 0
                ? now.account(text, now.defaultDomain())
                : now.account(text.substring(0, at), text.substring(at + 1));
    }
}
