package io.referee.server.call;

import io.referee.server.account.Capabilities;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// What is wrong with a request that begins something, before anybody asks whose it is: the order
/// is that of RFC 3261 §8.2. *Any thread.*
final class Screening {
    /// Largest body of an INVITE, in octets; a larger one is 413. A session description is far
    /// smaller, and each leg keeps one.
    static final int MAX_BODY = 16_384;

    private static final HeaderName ACCEPT_ENCODING = HeaderName.of("Accept-Encoding");

    /// A refusal. *Immutable.*
    record Refusal(int status, String reason, List<Header> headers) {
        static Refusal of(int status, String reason) {
            return new Refusal(status, reason, List.of());
        }
    }

    /// Who asks for TLS all the way has come without it (RFC 5630 §5.1.2): nobody shall believe
    /// that it was kept.
    private static final Refusal SIPS_NOT_ALLOWED =
            new Refusal(
                    480,
                    "Temporarily Unavailable",
                    List.of(Header.of(HeaderName.WARNING, "380 referee \"SIPS Not Allowed\"")));

    private Screening() {}

    /// Why this INVITE cannot be a call; null when it can.
    ///
    /// @param from how it came
    static @Nullable Refusal invite(Request invite, Hop from) {
        if (invite.maxForwards() == 0) {
            return Refusal.of(483, "Too Many Hops");
        }
        Refusal head = anything(invite, from);
        if (head != null) {
            return head;
        }
        if (Privacy.of(invite).impossible()) {
            return Refusal.of(500, "Privacy Cannot Be Provided");
        }
        if (invite.contact().isEmpty()) {
            return Refusal.of(400, "Missing Contact");
        }
        return invite.hasBody() ? body(invite) : acceptable(invite);
    }

    /// Why a request other than INVITE cannot be answered by its method; null when it can.
    ///
    /// @param from how it came
    static @Nullable Refusal anything(Request request, Hop from) {
        String unknown = Capabilities.unknownInCalls(request);
        if (!unknown.isEmpty()) {
            return new Refusal(
                    420, "Bad Extension", List.of(Header.of(HeaderName.UNSUPPORTED, unknown)));
        }
        if (!(request.uri() instanceof SipUri uri)) {
            return Refusal.of(416, "Unsupported URI Scheme");
        }
        return uri.secure() && !from.transport().secure() ? SIPS_NOT_ALLOWED : null;
    }

    /// RFC 3261 §8.2.3: 415 names what would do; 493 is for what only a key could open (§21.4.26).
    private static @Nullable Refusal body(Request invite) {
        if (invite.body().length > MAX_BODY) {
            return Refusal.of(413, "Request Entity Too Large");
        }
        if (invite.contentType().equals("application/pkcs7-mime")) {
            return Refusal.of(493, "Undecipherable");
        }
        String encoding =
                invite.value(HeaderName.CONTENT_ENCODING).orElse(Capabilities.IDENTITY).strip();
        if (!encoding.equalsIgnoreCase(Capabilities.IDENTITY)) {
            return new Refusal(
                    415,
                    "Unsupported Media Type",
                    List.of(Header.of(ACCEPT_ENCODING, Capabilities.IDENTITY)));
        }
        if (!invite.hasSdp()) {
            return new Refusal(415, "Unsupported Media Type", Capabilities.bodies());
        }
        return SdpLedger.read(invite).isEmpty()
                ? Refusal.of(400, "SDP cannot be read")
                : acceptable(invite);
    }

    /// Our answer is SDP: who takes none gets 406 (RFC 3261 §21.4.7). No Accept means SDP (§20.1).
    private static @Nullable Refusal acceptable(Request invite) {
        if (invite.header(HeaderName.ACCEPT).isEmpty()) {
            return null;
        }
        for (String range : invite.values(HeaderName.ACCEPT)) {
            int semicolon = range.indexOf(';');
            String type = (semicolon < 0 ? range : range.substring(0, semicolon)).strip();
            switch (type.toLowerCase(Locale.ROOT)) {
                case Capabilities.SDP, "application/*", "*/*" -> {
                    return null;
                }
                default -> {}
            }
        }
        return Refusal.of(406, "Not Acceptable");
    }
}
