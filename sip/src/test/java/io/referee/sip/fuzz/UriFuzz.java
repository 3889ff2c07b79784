package io.referee.sip.fuzz;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.message.Bounds;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
import io.referee.sip.uri.Uri;

import java.nio.charset.StandardCharsets;

/// One text as a URI, an address, a Via and a CSeq (RFC 3261 §19.1, §20). What can be read means
/// the same when it was written and read again.
public final class UriFuzz {
    /// With as many as this, those that we add may be too many.
    private static final int MANY = Bounds.PARAMETERS - 2;

    private UriFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Uri.parse(text).ifPresent(UriFuzz::uri);
        NameAddr.parse(text).ifPresent(UriFuzz::address);
        Via.parse(text).ifPresent(UriFuzz::via);
        CSeq.parse(text).ifPresent(cseq -> Invariant.same(cseq, cseq(cseq.text()), "CSeq"));
        Via.straySeparators(text);
        Via.parseAnyVersion(text);
        Escapes.unescape(text);
        Invariant.same(text, Escapes.unescape(Escapes.escape(text)), "escapes");
        Invariant.same(text, Escapes.unescape(Escapes.escapeUser(text)), "escapes of a user");
    }

    private static void uri(Uri uri) {
        Invariant.same(uri, Uri.parse(uri.text()).orElseThrow(), "URI");
        switch (uri) {
            case TelUri tel -> Invariant.holds(tel.equivalent(tel), "differs from itself");
            case OtherUri other -> Invariant.holds(!other.scheme().isEmpty(), "no scheme");
            case SipUri sip -> sip(sip);
        }
    }

    private static void sip(SipUri sip) {
        Invariant.holds(sip.equivalent(sip), "differs from itself");
        read(sip.asRequestUri());
        read(sip.bare());
        if (sip.parameters().text().chars().filter(c -> c == ';').count() < MANY) {
            read(sip.withParameter("lr", ""));
        }
        read(sip.withoutParameter("transport"));
        read(sip.withUser(Escapes.escapeUser(sip.plainUser())));
        Invariant.same(sip.domain(), sip.domain().toLowerCase(java.util.Locale.ROOT), "domain");
    }

    private static void read(SipUri sip) {
        Invariant.same(sip, SipUri.parse(sip.text()).orElseThrow(), "SIP URI");
    }

    private static void address(NameAddr address) {
        NameAddr again = NameAddr.parse(address.text()).orElseThrow();
        Invariant.same(address.displayName(), again.displayName(), "display name");
        Invariant.same(address.uri(), again.uri(), "URI of an address");
        Invariant.same(address.parameters(), again.parameters(), "parameters of an address");
        if (address.parameters().text().chars().filter(c -> c == ';').count() < MANY) {
            NameAddr tagged = address.withTag("t");
            Invariant.same("t", NameAddr.parse(tagged.text()).orElseThrow().tag(), "tag");
        }
    }

    private static void via(Via via) {
        Invariant.same(via, Via.parse(via.text()).orElseThrow(), "Via");
        if (via.parameters().text().chars().filter(c -> c == ';').count() >= MANY) {
            return;
        }
        Via seen = via.receivedFrom("2001:db8::1", 9);
        Invariant.same(seen, Via.parse(seen.text()).orElseThrow(), "Via with received");
        Invariant.holds(seen.responsePort() > 0, "no port");
    }

    private static CSeq cseq(String text) {
        return CSeq.parse(text).orElseThrow();
    }
}
