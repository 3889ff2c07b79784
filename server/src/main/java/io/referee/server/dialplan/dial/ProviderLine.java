package io.referee.server.dialplan.dial;

import io.referee.sip.uri.SipUri;

import java.util.List;

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
        String refusal) {}
