package io.referee.server.dialplan.dial;

import io.referee.server.account.Provider;
import io.referee.sip.uri.SipUri;

import java.util.List;
import java.util.Optional;

/// What dial strings have to know of a provider. *Immutable.* Texts that are not set are empty.
///
/// @param name compared without case; holds no dot
/// @param server where calls go, without a user
/// @param username the user part of our address there
/// @param from the provider's own From setting, with variables: an address, or a URI
/// @param headers each `Name: value`, with variables
/// @param refusal why calls may not go out there now, in words; empty: they may
public record ProviderLine(
        String name,
        SipUri server,
        String username,
        String from,
        List<String> headers,
        String refusal) {

    /// What the owner has written down about it; empty when its server is no address.
    public static Optional<ProviderLine> of(Provider provider) {
        return SipUri.parse(provider.server())
                .map(
                        server ->
                                new ProviderLine(
                                        provider.name(),
                                        server,
                                        provider.login().username(),
                                        provider.calls().from(),
                                        provider.calls().customHeaders(),
                                        ""));
    }
}
