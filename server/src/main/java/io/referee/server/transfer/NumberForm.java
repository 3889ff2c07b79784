package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// How a number is named to who is no account of ours, a provider as a rule (`transfers.md` A3 rule
/// 2). What is no number stays as it was given. *Immutable.*
record NumberForm(ToForm form) {

    /// The form for this leg: what its provider wants, or else the usual one.
    static NumberForm of(ToForm usual, Leg leg) {
        Optional<ToForm> own =
                ProviderAuthorizer.providerOf(leg.session().authorizer())
                        .flatMap(provider -> ToForm.of(provider.calls().referToForm()));
        return new NumberForm(own.orElse(usual));
    }

    Uri of(Uri target, Leg leg) {
        String number = Targets.dialled(target);
        boolean dialled = number.matches("\\+?[0-9]+") && leg.identity().account().isEmpty();
        return switch (form) {
            case AS_GIVEN -> target;
            case TEL ->
                    dialled && number.startsWith("+")
                            ? TelUri.parse("tel:" + number).<Uri>map(tel -> tel).orElse(target)
                            : target;
            case SIP_TRUNK_HOST -> dialled ? at(number, target, leg) : target;
        };
    }

    private static Uri at(String number, Uri target, Leg leg) {
        return leg.partyAddress().uri() instanceof SipUri party
                ? SipUri.of(number, party.host(), party.port())
                : target;
    }
}
