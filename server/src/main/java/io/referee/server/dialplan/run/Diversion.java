package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.call.HistoryEntries;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells whoever is called for a redirection by whom the call was sent there: first what the phone
/// that redirects says itself, then that it was this one, unless that was said.
final class Diversion {
    private static final String MOVED = "?Reason=SIP%3Bcause%3D302";

    private Diversion() {}

    /// The leg with a Diversion of whoever redirected: his address of record here, or what was
    /// called. A caller who asked for any privacy is followed without one.
    ///
    /// @param contact where the redirection leads
    static ResolvedLeg told(
            Plans plans, ResolvedLeg leg, PlanRun run, Redirection found, SipUri contact) {
        if (isPrivate(run)) {
            return leg;
        }
        List<Header> headers = new ArrayList<>(leg.headers().size() + 1);
        headers.add(Header.of(HeaderName.DIVERSION, String.join(", ", diverted(found))));
        if (plans.history()) {
            headers.add(
                    HistoryEntries.sentOn(
                            before(run), whoever(found) + MOVED, contact.bare().text()));
        }
        headers.addAll(leg.headers());
        return new ResolvedLeg(leg.leg(), leg.destination(), leg.from(), List.copyOf(headers));
    }

    private static List<String> diverted(Redirection found) {
        List<String> values = new ArrayList<>(found.diversions());
        if (values.stream().noneMatch(value -> names(value, whoever(found)))) {
            values.add('<' + whoever(found) + ">;reason=deflection");
        }
        return values;
    }

    private static boolean names(String value, String whoever) {
        Optional<SipUri> said = NameAddr.parse(value).flatMap(NameAddr::sipUri);
        return said.flatMap(uri -> SipUri.parse(whoever).map(uri.bare()::equivalent)).orElse(false);
    }

    private static String whoever(Redirection found) {
        return found.by().map(Diversion::address).orElseGet(() -> called(found));
    }

    private static List<String> before(PlanRun run) {
        return run.query()
                .invite()
                .map(invite -> invite.values(HeaderName.HISTORY_INFO))
                .orElse(List.of());
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
