package io.referee.sip.session;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Multipart;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// What a new INVITE shall say. *Immutable.*
///
/// @param from without tag
/// @param to without tag
/// @param headers more header fields, copied as they are
/// @param body SDP offer; empty for an offerless INVITE
/// @param contactUser user part of our Contact
/// @param allow value of Allow, empty for the default
/// @param extensions see [Session#extensions]
/// @param beside further parts of the body, each with its header fields: with any the body is a
///   multipart (RFC 5621)
/// @param features what stands behind our Contact, see [Session#features]
/// @param reach where it may go
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
        String extensions,
        List<byte[]> beside,
        String features,
        Reach reach) {
    private static final String SDP = "application/sdp";

    /// With a body that is the offer alone.
    public OutgoingInvite(
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
        this(
                uri,
                from,
                to,
                hop,
                headers,
                body,
                contactUser,
                allow,
                authorizer,
                extensions,
                List.of(),
                "",
                Reach.ANYWHERE);
    }

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
                uri,
                from,
                to,
                hop,
                more,
                body,
                contactUser,
                allow,
                authorizer,
                extensions,
                beside,
                features,
                reach);
    }

    /// The same, sent to this neighbour: an outbound proxy, or the flow of a registered phone.
    public OutgoingInvite withHop(Hop next) {
        return new OutgoingInvite(
                uri,
                from,
                to,
                next,
                headers,
                body,
                contactUser,
                allow,
                authorizer,
                extensions,
                beside,
                features,
                reach);
    }

    /// The same with credentials for challenges.
    public OutgoingInvite withAuthorizer(Authorizer credentials) {
        return new OutgoingInvite(
                uri,
                from,
                to,
                hop,
                headers,
                body,
                contactUser,
                allow,
                credentials,
                extensions,
                beside,
                features,
                reach);
    }

    /// The same with another part of the body.
    public OutgoingInvite with(byte[] part) {
        return new OutgoingInvite(
                uri,
                from,
                to,
                hop,
                headers,
                body,
                contactUser,
                allow,
                authorizer,
                extensions,
                List.of(part),
                features,
                reach);
    }

    /// The same with this behind our Contact, such as `;isfocus`.
    public OutgoingInvite withFeatures(String shown) {
        return new OutgoingInvite(
                uri,
                from,
                to,
                hop,
                headers,
                body,
                contactUser,
                allow,
                authorizer,
                extensions,
                beside,
                shown,
                reach);
    }

    /// The same, sent to nobody but whom this reach includes.
    public OutgoingInvite withReach(Reach bounds) {
        return new OutgoingInvite(
                uri,
                from,
                to,
                hop,
                headers,
                body,
                contactUser,
                allow,
                authorizer,
                extensions,
                beside,
                features,
                bounds);
    }

    /// Puts the body into a message.
    ///
    /// @param boundary that stands in none of its parts
    void write(MessageBuilder builder, Supplier<String> boundary) {
        if (beside.isEmpty()) {
            builder.body(SDP, body);
            return;
        }
        List<byte[]> parts = new ArrayList<>(beside.size() + 1);
        if (body.length > 0) {
            parts.add(described());
        }
        parts.addAll(beside);
        String name = boundary.get();
        builder.add(HeaderName.of("MIME-Version"), "1.0")
                .body("multipart/mixed;boundary=" + name, Multipart.mixed(name, parts));
    }

    private byte[] described() {
        byte[] fields = ("Content-Type: " + SDP + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] part = Arrays.copyOf(fields, fields.length + body.length);
        System.arraycopy(body, 0, part, fields.length, body.length);
        return part;
    }
}
