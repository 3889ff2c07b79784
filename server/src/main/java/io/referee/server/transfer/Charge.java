package io.referee.server.transfer;

import io.referee.server.account.Directory;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;

/// Who pays for what is asked for over HTTP, and in whose name (`transfers.md` G.3, row A4): the
/// owner of the call asks, so an account of somebody else neither pays nor is named. *Immutable.*
///
/// @param payer `name@domain` of the account of the leg that leaves when it is the owner's own,
///   else `owner:NAME`, which no account can be
/// @param referredBy value of Referred-By: the account that pays, else this server
record Charge(String payer, String referredBy) {
    static Charge of(Leg leg, Call call, Directory directory) {
        String owner = call.ids().owner();
        String aor = leg.identity().account();
        int at = aor.indexOf('@');
        boolean own =
                at >= 0
                        && directory
                                .account(aor.substring(0, at), aor.substring(at + 1))
                                .filter(account -> account.owner().equals(owner))
                                .isPresent();
        return own
                ? new Charge(aor, "<sip:" + aor + '>')
                : new Charge("owner:" + owner, "<sip:" + directory.defaultDomain() + '>');
    }
}
