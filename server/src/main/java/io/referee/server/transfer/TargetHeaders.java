package io.referee.server.transfer;

import io.referee.server.call.HeaderRule;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which headers somebody who transfers may put into the call to the target: URI headers of
/// Refer-To by an allow list, and headers of the REFER itself when they are configured
/// (`transfers.md` A10.8, A10.9). Whatever could forge, route or pay is refused, even if somebody
/// configures it.
final class TargetHeaders {
    /// The longest value, in characters; of User-to-User too (RFC 7433 §3).
    static final int LONGEST = 512;

    /// Most headers that one REFER brings.
    static final int MOST = 20;

    private static final Set<HeaderName> ALWAYS =
            Set.of(
                    HeaderName.of("User-to-User"),
                    HeaderName.SUBJECT,
                    HeaderName.of("Accept-Contact"));

    /// What says who somebody is or where a request came from, and the body (RFC 3261 §19.1.1).
    private static final Set<HeaderName> NEVER =
            Set.of(
                    HeaderName.PRIVACY,
                    HeaderName.HISTORY_INFO,
                    HeaderName.DIVERSION,
                    HeaderName.REFERRED_BY,
                    HeaderName.REFER_TO,
                    HeaderName.of("body"),
                    HeaderName.of("Identity"),
                    HeaderName.of("Replaces"),
                    HeaderName.of("Join"));

    private TargetHeaders() {}

    /// What speaks against this URI header of Refer-To.
    ///
    /// @param more names of headers that are allowed besides
    static Optional<String> objection(String name, String value, List<String> more) {
        boolean allowed =
                Tokens.token(name)
                        && (ALWAYS.contains(HeaderName.of(name))
                                || listed(HeaderName.of(name), more));
        if (!allowed) {
            return Optional.of("Refer-To asks for header " + name);
        }
        return value.length() > LONGEST
                ? Optional.of("The header " + name + " in Refer-To is too long")
                : Optional.empty();
    }

    /// The configured headers that the REFER itself carries.
    static List<Header> copied(Request refer, List<String> names) {
        List<Header> headers = new ArrayList<>(1);
        for (Header header : names.isEmpty() ? List.<Header>of() : refer.headers()) {
            if (headers.size() < MOST
                    && header.value().length() <= LONGEST
                    && listed(header.name(), names)) {
                headers.add(header);
            }
        }
        return headers;
    }

    private static boolean listed(HeaderName name, List<String> names) {
        return names.stream().anyMatch(name.text()::equalsIgnoreCase)
                && HeaderRule.free(name)
                && !NEVER.contains(name)
                && !name.text().regionMatches(true, 0, "P-", 0, 2);
    }
}
