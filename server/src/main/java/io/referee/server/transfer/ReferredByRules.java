package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.Legs;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;

import java.util.Optional;

/// Whose Referred-By reaches others, and whether it has to be proved (`transfers.md` F.4, RFC
/// 3892). It is shown to people only: nobody pays because of it. *Immutable.*
///
/// @param tokenNeeded whether a REFER without the part of its body that proves Referred-By is
///   refused; whether the proof is good is for the target to say
public record ReferredByRules(Trust trust, boolean tokenNeeded) {
    public static final ReferredByRules STANDARD = new ReferredByRules(Trust.ACCOUNTS, false);

    /// As they are for who has a word of its own about the token; empty: as for all.
    ReferredByRules token(String word) {
        return word.isEmpty() ? this : new ReferredByRules(trust, word.equals("required"));
    }

    /// Who may say by whom a party was referred.
    public enum Trust {
        NOBODY,
        /// Accounts, and the neighbours of `sip.trusted`.
        ACCOUNTS,
        EVERYBODY
    }

    /// A REFER of this leg as it goes on: with what we know of the sender instead of what is not
    /// believed, and without the proof of that.
    Request believed(Request refer, Leg leg, Legs legs) {
        boolean neighbour = legs.trust().holds(leg.session().hop());
        return believed(refer, leg.identity().account(), neighbour);
    }

    /// The same for a REFER outside of a call.
    ///
    /// @param account that has proved to be the sender
    Request believed(Request refer, String account) {
        return believed(refer, account, false);
    }

    private Request believed(Request refer, String account, boolean neighbour) {
        boolean trusted =
                switch (trust) {
                    case EVERYBODY -> true;
                    case ACCOUNTS -> neighbour || !account.isEmpty();
                    case NOBODY -> false;
                };
        if (trusted || refer.values(HeaderName.REFERRED_BY).size() != 1) {
            return refer;
        }
        MessageBuilder changed = MessageBuilder.from(refer).remove(HeaderName.REFERRED_BY);
        if (!account.isEmpty()) {
            changed.add(HeaderName.REFERRED_BY, "<sip:" + account + '>');
        }
        return changed.request(refer.method(), refer.uri());
    }

    /// Why a REFER without a proof is refused (RFC 3892 §5).
    Optional<Refusal> objection(Request refer) {
        return tokenNeeded && ReferrerToken.part(refer).isEmpty()
                ? Optional.of(
                        new Refusal(
                                429,
                                "Provide Referrer Identity",
                                "`referredByToken: optional` of the account, or"
                                        + " `referredBy.token: optional`"))
                : Optional.empty();
    }
}
