package io.referee.sip.session;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.transport.Hop;
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
public record OutgoingInvite(
        Uri uri,
        NameAddr from,
        NameAddr to,
        Hop hop,
        List<Header> headers,
        byte[] body,
        String contactUser,
        String allow,
        Authorizer authorizer) {}
