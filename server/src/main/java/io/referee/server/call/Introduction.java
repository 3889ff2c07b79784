package io.referee.server.call;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.session.Session;
import io.referee.sip.uri.SipUri;

import java.util.List;
import java.util.Optional;

/// Makes the party of one leg known on another leg when a transfer brings the two together
/// (`transfers.md` 0.9). Nobody is vouched for who did not prove an account or was brought by a
/// trusted neighbour, and who wants to be hidden stays hidden (RFC 3323, RFC 3325). *Engine thread
/// only.*
public final class Introduction {
    private Introduction() {}

    /// From now on the party of `other` is who `leg` is connected with: a conference is one for the
    /// peer, too (RFC 5589 §9).
    public static void facing(Leg leg, Leg other) {
        leg.session().features(() -> features(other));
    }

    /// The parties of a bridge are connected with each other, whoever else they nearly were.
    static void facing(Bridge bridge, List<Leg> parties) {
        parties.stream().filter(bridge::has).forEach(leg -> facing(leg, bridge.other(leg)));
    }

    /// What our Contact says of the party of a leg.
    public static String features(Leg party) {
        return party.session().peer().focus() ? ";isfocus" : "";
    }

    /// What an INVITE in the name of `party` says of it to the neighbour that `target` is behind.
    public static List<Header> calling(Leg party, Target target, Legs legs) {
        TrustDomain.Side side = legs.trust().side(target.hop());
        return party.presentation()
                .map(shown -> shown.towards(List.of(), side))
                .orElseGet(() -> side == TrustDomain.Side.INSIDE ? asserted(party) : List.of());
    }

    /// What a re-INVITE on `leg` says of `party`, which it is connected with from now on. A peer
    /// that follows From is told there, too; the tags stay (RFC 4916 §4.2).
    static List<Header> connected(Leg party, Leg leg, TrustDomain.Side side, Introductions rules) {
        facing(leg, party);
        boolean account = !leg.identity().account().isEmpty();
        boolean told = rules.everybody() && (account || side == TrustDomain.Side.INSIDE);
        if (leg.session().peer().followsFrom()) {
            leg.session().present(party.partyAddress());
        }
        List<Header> said =
                party.presentation()
                        .map(shown -> shown.afterwards(side))
                        .orElseGet(() -> told ? called(party) : asserted(party));
        IdentityForm form =
                account && rules.remotePartyId()
                        ? IdentityForm.BOTH
                        : IdentityForm.of(leg.session().authorizer());
        return form.of(said, leg.identity().direction());
    }

    /// A phone that we called at its account.
    private static List<Header> asserted(Leg party) {
        String aor = party.identity().account();
        return aor.isEmpty() ? List.of() : List.of(Presentation.asserting("<sip:" + aor + '>'));
    }

    /// Whom we called: the account, else the address where somebody took the call.
    private static List<Header> called(Leg party) {
        List<Header> account = asserted(party);
        Optional<SipUri> address = party(party).sipUri().filter(uri -> !uri.user().isEmpty());
        return account.isEmpty()
                ? address.map(uri -> Presentation.asserting('<' + uri.bare().text() + '>'))
                        .map(List::of)
                        .orElse(account)
                : account;
    }

    /// See [Leg#partyAddress].
    static NameAddr party(Leg leg) {
        if (hidden(leg)) {
            return Presentation.ANONYMOUS;
        }
        return leg.session()
                .dialog()
                .map(dialog -> dialog.remote().withoutTag())
                .orElseGet(() -> NameAddr.of(SipUri.of("anonymous", "anonymous.invalid", -1)));
    }

    /// See [Leg#callerAddress].
    static NameAddr caller(Leg leg) {
        if (hidden(leg)) {
            return Presentation.ANONYMOUS;
        }
        boolean incoming = leg.identity().direction() == Session.Direction.INCOMING;
        return leg.session()
                .dialog()
                .map(dialog -> incoming ? dialog.remote() : dialog.local())
                .orElseGet(() -> party(leg));
    }

    private static boolean hidden(Leg leg) {
        return leg.presentation().filter(Presentation::hidden).isPresent();
    }
}
