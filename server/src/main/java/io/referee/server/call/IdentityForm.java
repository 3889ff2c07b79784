package io.referee.server.call;

import io.referee.server.account.Provider;
import io.referee.server.account.Provider.Identity;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.session.Authorizer;
import io.referee.sip.session.Session.Direction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// In which headers a provider is told an identity (`transfers.md` 0.9). Whether it is told one at
/// all is for [Presentation] to say. *Immutable.*
record IdentityForm(Identity identity) {
    /// In either header.
    static final IdentityForm BOTH = new IdentityForm(Identity.BOTH);

    private static final HeaderName REMOTE_PARTY_ID = HeaderName.of("Remote-Party-ID");

    /// What the provider with these credentials wants; everybody else is told as is standard.
    static IdentityForm of(Authorizer credentials) {
        return new IdentityForm(
                ProviderAuthorizer.providerOf(credentials)
                        .map(provider -> provider.calls().shown())
                        .map(Provider.Shown::identity)
                        .orElse(Identity.PAI));
    }

    /// What a request says, with what is asserted in it told in this form.
    ///
    /// @param direction of the leg that it goes out on
    List<Header> of(List<Header> headers, Direction direction) {
        boolean asserts =
                headers.stream().anyMatch(h -> h.name().equals(HeaderName.P_ASSERTED_IDENTITY));
        if (identity == Identity.PAI || !asserts) {
            return headers;
        }
        String party = direction == Direction.OUTGOING ? "calling" : "called";
        String privacy = hides(headers) ? "full" : "off";
        List<Header> told = new ArrayList<>(headers.size() + 1);
        for (Header header : headers) {
            boolean asserted = header.name().equals(HeaderName.P_ASSERTED_IDENTITY);
            if (!asserted || identity == Identity.BOTH) {
                told.add(header);
            }
            if (asserted) {
                String value = NameAddr.parse(header.value()).map(NameAddr::text).orElse("");
                told.add(
                        Header.of(
                                REMOTE_PARTY_ID,
                                value + ";party=" + party + ";screen=yes;privacy=" + privacy));
            }
        }
        return told;
    }

    private static boolean hides(List<Header> headers) {
        return headers.stream()
                .filter(header -> header.name().equals(HeaderName.PRIVACY))
                .map(header -> header.value().toLowerCase(Locale.ROOT))
                .anyMatch(value -> !value.strip().equals("none"));
    }
}
