package io.referee.server.dialplan.dial;

import io.referee.sip.header.NameAddr;

/// Parts of a From header that somebody wants. *Immutable.* A blank part is not wanted.
///
/// @param name display name
/// @param user user part of the URI, without escapes
/// @param host of the URI
public record FromParts(String name, String user, String host) {
    /// Nothing is wanted.
    public static final FromParts NONE = new FromParts("", "", "");

    /// The parts of an address; nothing when its URI is no SIP URI.
    static FromParts of(NameAddr address) {
        return address.sipUri()
                .map(uri -> new FromParts(address.displayName(), uri.plainUser(), uri.host()))
                .orElse(NONE);
    }

    /// These parts, and those of the weaker one where this one says nothing.
    public FromParts over(FromParts weaker) {
        return new FromParts(
                stronger(name, weaker.name),
                stronger(user, weaker.user),
                stronger(host, weaker.host));
    }

    /// Whether it wants nothing.
    public boolean isNone() {
        return name.isBlank() && user.isBlank() && host.isBlank();
    }

    private static String stronger(String text, String otherwise) {
        return text.isBlank() ? otherwise : text;
    }
}
