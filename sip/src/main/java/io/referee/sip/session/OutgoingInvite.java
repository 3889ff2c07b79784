package io.referee.sip.session;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.List;

/// What a new INVITE shall say. *Immutable.*
///
/// @param from without tag
/// @param to without tag
/// @param headers more header fields, copied as they are
/// @param body SDP offer; empty for an offerless INVITE
/// @param contactUser user part of our Contact
/// @param allow value of Allow, empty for the default
/// @param extensions see [Session#extensions]
public record OutgoingInvite(
        Uri uri,
        NameAddr from,
        NameAddr to,
        Hop hop,
        List<Header> headers,
        byte[] body,
        String contactUser,
        String allow,
        Authorizer authorizer,
        String extensions) {

    /// A call to `target`, sent to where that URI points (RFC 3263 with numeric hosts; a name is
    /// looked up by the shell), with no further headers and no credentials.
    ///
    /// @param from who calls, without tag; its user is that of our Contact, too
    /// @param offer session description; empty for an offerless INVITE
    public static OutgoingInvite of(NameAddr from, Uri target, byte[] offer) {
        return new OutgoingInvite(
                target,
                from,
                NameAddr.of(target),
                Addressing.hop(target),
                List.of(),
                offer,
                from.sipUri().map(SipUri::user).orElse(""),
                "",
                Authorizer.NONE,
                "");
    }

    /// The same with these further header fields.
    public OutgoingInvite withHeaders(List<Header> more) {
        return new OutgoingInvite(
                uri, from, to, hop, more, body, contactUser, allow, authorizer, extensions);
    }

    /// The same, sent to this neighbour: an outbound proxy, or the flow of a registered phone.
    public OutgoingInvite withHop(Hop next) {
        return new OutgoingInvite(
                uri, from, to, next, headers, body, contactUser, allow, authorizer, extensions);
    }

    /// The same with credentials for challenges.
    public OutgoingInvite withAuthorizer(Authorizer credentials) {
        return new OutgoingInvite(
                uri, from, to, hop, headers, body, contactUser, allow, credentials, extensions);
    }
}
