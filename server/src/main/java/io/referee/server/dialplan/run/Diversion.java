package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;

/// Tells whoever is called for a redirection by whom the call was sent there.
final class Diversion {
    private Diversion() {}

    /// The leg with a Diversion of whoever redirected: his address of record here, or what was
    /// called. A caller who asked for any privacy is followed without one.
    static ResolvedLeg told(ResolvedLeg leg, PlanRun run, Redirection found) {
        if (isPrivate(run)) {
            return leg;
        }
        List<Header> headers = new ArrayList<>(leg.headers().size() + 1);
        headers.add(
                Header.of(
                        HeaderName.DIVERSION,
                        "<"
                                + found.by().map(Diversion::address).orElseGet(() -> called(found))
                                + ">;reason=deflection"));
        headers.addAll(leg.headers());
        return new ResolvedLeg(leg.leg(), leg.destination(), leg.from(), List.copyOf(headers));
    }

    private static boolean isPrivate(PlanRun run) {
        return run.query()
                .invite()
                .flatMap(invite -> invite.value(HeaderName.PRIVACY))
                .filter(value -> !value.strip().equalsIgnoreCase("none"))
                .isPresent();
    }

    private static String address(Account account) {
        return SipUri.of(Escapes.escapeUser(account.name()), account.domain(), -1).text();
    }

    private static String called(Redirection found) {
        return found.response().to().uri().text();
    }
}
