package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.call.Arriving;
import io.referee.server.call.Leg;
import io.referee.sip.header.Replaces;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Permissions to take over one dialog once, which a party gets when a REFER that names the dialog
/// was passed on to it (`transfers.md` F.5). *Engine thread only.*
final class Grants {
    /// The oldest ones go when there are more.
    static final int AT_MOST = 10_000;

    private final Outside outside;
    private final List<Grant> grants = new ArrayList<>();

    private record Grant(
            String callId,
            String toTag,
            String fromTag,
            String leg,
            String account,
            Hop hop,
            Instant until) {

        boolean fits(Replaces named, Arriving arriving) {
            boolean same =
                    callId.equals(named.callId())
                            && toTag.equals(named.toTag())
                            && fromTag.equals(named.fromTag());
            return same && (proven(arriving) || from(arriving.session().cameFrom()));
        }

        private boolean proven(Arriving arriving) {
            return arriving.account().map(Account::aor).filter(account::equals).isPresent();
        }

        private boolean from(Hop other) {
            return hop.transport() == other.transport()
                    && (hop.connection() != 0 && hop.connection() == other.connection()
                            || hop.address().equals(other.address()));
        }
    }

    Grants(Outside outside) {
        this.outside = outside;
    }

    /// Lets whoever is at the other end of this leg take over the dialog, for so long.
    void grant(Replaces dialog, Leg to, Duration life) {
        forget();
        if (grants.size() >= AT_MOST) {
            grants.removeFirst();
        }
        grants.add(
                new Grant(
                        dialog.callId(),
                        dialog.toTag(),
                        dialog.fromTag(),
                        to.id(),
                        to.identity().account(),
                        to.session().hop(),
                        outside.now().plus(life)));
    }

    /// Whether the sender was granted it; the grant is used up then.
    boolean take(Replaces named, Arriving arriving) {
        forget();
        for (Grant grant : grants) {
            if (grant.fits(named, arriving)) {
                grants.remove(grant);
                return true;
            }
        }
        return false;
    }

    /// Takes back what was granted to whoever is at the other end of this leg.
    void revoke(Leg to) {
        grants.removeIf(grant -> grant.leg().equals(to.id()));
    }

    private void forget() {
        Instant now = outside.now();
        grants.removeIf(grant -> grant.until().isBefore(now));
    }
}
