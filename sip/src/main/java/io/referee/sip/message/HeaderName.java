package io.referee.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The name of a header field. Names compare without case, and a compact form equals its long form
/// (RFC 3261 §7.3.1, §7.3.3). Known names are constants and compare by identity quickly.
/// *Immutable.*
public final class HeaderName {
    private static final int TABLE_SIZE = 256;
    private static final HeaderName[] TABLE = new HeaderName[TABLE_SIZE];
    private static final HeaderName[] COMPACT = new HeaderName[128];

    public static final HeaderName VIA = known("Via", 'v');
    public static final HeaderName FROM = known("From", 'f');
    public static final HeaderName TO = known("To", 't');
    public static final HeaderName CALL_ID = known("Call-ID", 'i');
    public static final HeaderName CSEQ = known("CSeq", ' ');
    public static final HeaderName CONTACT = known("Contact", 'm');
    public static final HeaderName MAX_FORWARDS = known("Max-Forwards", ' ');
    public static final HeaderName CONTENT_LENGTH = known("Content-Length", 'l');
    public static final HeaderName CONTENT_TYPE = known("Content-Type", 'c');
    public static final HeaderName CONTENT_ENCODING = known("Content-Encoding", 'e');
    public static final HeaderName CONTENT_DISPOSITION = known("Content-Disposition", ' ');
    public static final HeaderName CONTENT_LANGUAGE = known("Content-Language", ' ');
    public static final HeaderName ROUTE = known("Route", ' ');
    public static final HeaderName RECORD_ROUTE = known("Record-Route", ' ');
    public static final HeaderName ALLOW = known("Allow", ' ');
    public static final HeaderName ALLOW_EVENTS = known("Allow-Events", 'u');
    public static final HeaderName ACCEPT = known("Accept", ' ');
    public static final HeaderName SUPPORTED = known("Supported", 'k');
    public static final HeaderName REQUIRE = known("Require", ' ');
    public static final HeaderName PROXY_REQUIRE = known("Proxy-Require", ' ');
    public static final HeaderName UNSUPPORTED = known("Unsupported", ' ');
    public static final HeaderName EXPIRES = known("Expires", ' ');
    public static final HeaderName MIN_EXPIRES = known("Min-Expires", ' ');
    public static final HeaderName USER_AGENT = known("User-Agent", ' ');
    public static final HeaderName SERVER = known("Server", ' ');
    public static final HeaderName AUTHORIZATION = known("Authorization", ' ');
    public static final HeaderName WWW_AUTHENTICATE = known("WWW-Authenticate", ' ');
    public static final HeaderName PROXY_AUTHORIZATION = known("Proxy-Authorization", ' ');
    public static final HeaderName PROXY_AUTHENTICATE = known("Proxy-Authenticate", ' ');
    public static final HeaderName AUTHENTICATION_INFO = known("Authentication-Info", ' ');
    public static final HeaderName REFER_TO = known("Refer-To", 'r');
    public static final HeaderName REFERRED_BY = known("Referred-By", 'b');
    public static final HeaderName REFER_SUB = known("Refer-Sub", ' ');
    public static final HeaderName REPLACES = known("Replaces", ' ');
    public static final HeaderName TARGET_DIALOG = known("Target-Dialog", ' ');
    public static final HeaderName EVENT = known("Event", 'o');
    public static final HeaderName SUBSCRIPTION_STATE = known("Subscription-State", ' ');
    public static final HeaderName REASON = known("Reason", ' ');
    public static final HeaderName RETRY_AFTER = known("Retry-After", ' ');
    public static final HeaderName WARNING = known("Warning", ' ');
    public static final HeaderName SESSION_EXPIRES = known("Session-Expires", 'x');
    public static final HeaderName MIN_SE = known("Min-SE", ' ');
    public static final HeaderName RSEQ = known("RSeq", ' ');
    public static final HeaderName RACK = known("RAck", ' ');
    public static final HeaderName SUBJECT = known("Subject", 's');
    public static final HeaderName TIMESTAMP = known("Timestamp", ' ');
    public static final HeaderName DATE = known("Date", ' ');
    public static final HeaderName ALERT_INFO = known("Alert-Info", ' ');
    public static final HeaderName PATH = known("Path", ' ');
    public static final HeaderName SERVICE_ROUTE = known("Service-Route", ' ');
    public static final HeaderName P_ASSERTED_IDENTITY = known("P-Asserted-Identity", ' ');
    public static final HeaderName P_PREFERRED_IDENTITY = known("P-Preferred-Identity", ' ');
    public static final HeaderName REMOTE_PARTY_ID = known("Remote-Party-ID", ' ');
    public static final HeaderName PRIVACY = known("Privacy", ' ');
    public static final HeaderName DIVERSION = known("Diversion", ' ');
    public static final HeaderName HISTORY_INFO = known("History-Info", ' ');
    public static final HeaderName MIME_VERSION = known("MIME-Version", ' ');
    public static final HeaderName USER_TO_USER = known("User-to-User", ' ');
    public static final HeaderName ACCEPT_CONTACT = known("Accept-Contact", 'a');
    public static final HeaderName REJECT_CONTACT = known("Reject-Contact", 'j');
    public static final HeaderName REQUEST_DISPOSITION = known("Request-Disposition", 'd');
    public static final HeaderName IDENTITY = known("Identity", 'y');
    public static final HeaderName IDENTITY_INFO = known("Identity-Info", 'n');

    private final String text;
    private final int hash;
    private String shortest;

    private HeaderName(String text) {
        this.text = text;
        this.hash = hash(text);
        this.shortest = text;
    }

    private static HeaderName known(String text, char compact) {
        HeaderName name = new HeaderName(text);
        int slot = name.hash & TABLE_SIZE - 1;
        while (TABLE[slot] != null) {
            slot = slot + 1 & TABLE_SIZE - 1;
        }
        TABLE[slot] = name;
        if (compact != ' ') {
            COMPACT[compact] = name;
            name.shortest = String.valueOf(compact);
        }
        return name;
    }

    private static int hash(String text) {
        int h = 7;
        for (int i = 0; i < text.length(); i++) {
            h = h * 31 + Octets.lower(text.charAt(i));
        }
        return h;
    }

    /// The name written as `text`, long or compact.
    ///
    /// @throws IllegalArgumentException when it is no token: it would break the header section
    public static HeaderName of(String text) {
        if (!Tokens.token(text)) {
            throw new IllegalArgumentException("no header name: " + text);
        }
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return of(octets, 0, octets.length);
    }

    /// The caller has made sure that it is a token.
    static HeaderName of(byte[] octets, int from, int to) {
        if (to - from == 1) {
            HeaderName compact = COMPACT[Octets.lower(octets[from])];
            if (compact != null) {
                return compact;
            }
        }
        int h = 7;
        for (int i = from; i < to; i++) {
            h = h * 31 + Octets.lower(octets[i]);
        }
        for (int slot = h & TABLE_SIZE - 1; TABLE[slot] != null; slot = slot + 1 & TABLE_SIZE - 1) {
            HeaderName candidate = TABLE[slot];
            if (candidate.hash == h && candidate.same(octets, from, to)) {
                return candidate;
            }
        }
        return new HeaderName(Octets.text(octets, from, to));
    }

    private boolean same(byte[] octets, int from, int to) {
        return Octets.sameIgnoreCase(octets, from, to, text);
    }

    /// The long form, in the RFC's capitals where it is a known name, otherwise as first seen.
    public String text() {
        return text;
    }

    /// The compact form where there is one (RFC 3261 §7.3.3), otherwise the long one.
    String shortest() {
        return shortest;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof HeaderName name
                        && hash == name.hash
                        && text.equalsIgnoreCase(name.text);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// Lower case, for sorting and maps of text.
    public String lower() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
