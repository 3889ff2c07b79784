package io.referee.server.call;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.SipMessage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which headers cross from one leg to the other: all that neither the stack nor policy owns, as
/// they came (`docs/headers.md`). Two legs are two dialogs, so whatever names a dialog, a hop, a
/// capability of the sender, or somebody's credentials stays on its side.
public final class HeaderRule {
    private static final Set<HeaderName> OWNED = new HashSet<>();

    static {
        own(
                "Via",
                "From",
                "To",
                "Call-ID",
                "CSeq",
                "Contact",
                "Max-Forwards",
                "Max-Breadth",
                "Route",
                "Record-Route",
                "Path");
        own(
                "Service-Route",
                "Content-Length",
                "Content-Type",
                "Content-Encoding",
                "Content-Disposition");
        own(
                "Content-Language",
                "MIME-Version",
                "Authorization",
                "Proxy-Authorization",
                "WWW-Authenticate");
        own(
                "Proxy-Authenticate",
                "Authentication-Info",
                "Proxy-Authentication-Info",
                "Accept-Language",
                "Allow",
                "Allow-Events",
                "Accept",
                "Accept-Encoding");
        own(
                "Supported",
                "Require",
                "Proxy-Require",
                "Unsupported",
                "User-Agent",
                "Server",
                "Session-Expires");
        own(
                "Min-SE",
                "RSeq",
                "RAck",
                "Timestamp",
                "Expires",
                "Min-Expires",
                "Date",
                "Replaces",
                "Join");
        own("Target-Dialog", "Refer-To", "Referred-By", "Refer-Sub", "Event", "Subscription-State");
        own(
                "P-Asserted-Identity",
                "P-Preferred-Identity",
                "Remote-Party-ID",
                "Identity",
                "Flow-Timer");
        own(
                "Security-Client",
                "Security-Server",
                "Security-Verify",
                "SIP-ETag",
                "SIP-If-Match",
                "Warning");
    }

    private HeaderRule() {}

    private static final Set<HeaderName> DESCRIBING =
            Set.of(
                    HeaderName.CONTENT_ENCODING,
                    HeaderName.of("Content-Disposition"),
                    HeaderName.of("Content-Language"),
                    HeaderName.of("MIME-Version"));

    private static void own(String... names) {
        for (String name : names) {
            OWNED.add(HeaderName.of(name));
        }
    }

    /// The headers of a message that are copied to the other leg, in order.
    public static List<Header> copied(SipMessage message) {
        List<Header> copied = new ArrayList<>(4);
        for (Header header : message.headers()) {
            if (!OWNED.contains(header.name())) {
                copied.add(header);
            }
        }
        return copied;
    }

    /// The same for a message whose body crosses as it is: with what says how to read it. The
    /// Content-Type goes with the body.
    static List<Header> copiedWithBody(SipMessage message) {
        List<Header> copied = copied(message);
        if (message.hasBody()) {
            for (Header header : message.headers()) {
                if (DESCRIBING.contains(header.name())) {
                    copied.add(header);
                }
            }
        }
        return copied;
    }

    /// Whether somebody outside may set this header of an INVITE of ours.
    public static boolean free(HeaderName name) {
        return !OWNED.contains(name);
    }

    /// Reason alone, all of its values: what a BYE passes on (RFC 3326 §2).
    public static List<Header> reason(SipMessage message) {
        List<Header> reasons = new ArrayList<>(1);
        for (Header header : message.headers()) {
            if (header.name() == HeaderName.REASON) {
                reasons.add(header);
            }
        }
        return reasons;
    }

    /// The same as the value of one field, empty when there is none: what a CANCEL passes on.
    static String reasonText(SipMessage message) {
        return String.join(", ", message.values(HeaderName.REASON));
    }

    /// Both lists, one after the other.
    static List<Header> with(List<Header> headers, List<Header> more) {
        return Stream.concat(headers.stream(), more.stream()).toList();
    }
}
