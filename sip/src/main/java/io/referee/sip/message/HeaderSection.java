package io.referee.sip.message;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The header fields of one message and the first thing that is wrong with them. Reading goes on
/// behind trouble, so that a bad request can still be answered. *One message; one thread.*
final class HeaderSection {
    /// Fewer octets than the shortest Via value has: most messages need not be counted in.
    private static final int SHORTEST_VIA = 10;

    private final Lines lines;
    private final byte[] octets;
    private final List<Header> fields = new ArrayList<>(20);
    private long contentLength = -1;
    private @Nullable String trouble;
    private SipMessage.@Nullable Essentials essentials;

    private HeaderSection(Lines lines) {
        this.lines = lines;
        this.octets = lines.octets;
    }

    /// Reads up to and with the empty line that ends the section.
    static HeaderSection read(Lines lines) {
        HeaderSection section = new HeaderSection(lines);
        section.readFields();
        section.readEssentials();
        return section;
    }

    /// All fields but Content-Length, in order.
    Header[] fields() {
        return fields.toArray(new Header[0]);
    }

    /// Content-Length, or -1 when there is none.
    long contentLength() {
        return contentLength;
    }

    /// What is wrong; null when nothing is.
    @Nullable String trouble() {
        return trouble;
    }

    /// The five essential headers; null when one is missing, doubled or unreadable, and then there
    /// is trouble too.
    SipMessage.@Nullable Essentials essentials() {
        return essentials;
    }

    private void complain(String what) {
        if (trouble == null) {
            trouble = what;
        }
    }

    private void readFields() {
        while (true) {
            int from = lines.at();
            int to = lines.next();
            if (to == from) {
                return;
            }
            while (to >= 0 && lines.continued()) {
                to = lines.next();
            }
            if (to < 0) {
                complain("Header section has no end");
                return;
            }
            readField(from, to);
        }
    }

    private void readField(int from, int to) {
        int colon = Octets.indexOf(octets, ':', from, to);
        int nameTo = colon;
        while (nameTo > from && Octets.blank(octets[nameTo - 1])) {
            nameTo--;
        }
        if (lines.takeStrayReturn()) {
            complain("CR without LF in a header");
        } else if (to - from > Bounds.FIELD_OCTETS) {
            complain("Header field of more than " + Bounds.FIELD_OCTETS + " octets");
        } else if (colon < 0 || !Octets.token(octets, from, nameTo)) {
            complain("Header line without a name");
        } else {
            keep(HeaderName.of(octets, from, nameTo), colon + 1, to);
        }
    }

    private void keep(HeaderName name, int lineFrom, int lineTo) {
        int from = lineFrom;
        int to = lineTo;
        while (from < to && Octets.white(octets[from])) {
            from++;
        }
        while (to > from && Octets.white(octets[to - 1])) {
            to--;
        }
        if (name == HeaderName.CONTENT_LENGTH) {
            readLength(Numbers.parse(Octets.text(octets, from, to), -2));
        } else if (fields.size() >= Bounds.HEADERS) {
            complain("More than " + Bounds.HEADERS + " header fields");
        } else {
            fields.add(new Header(name, octets, from, to));
        }
    }

    private void readLength(long length) {
        if (length < 0 || contentLength >= 0 && contentLength != length) {
            complain("Content-Length is not one number");
        }
        contentLength = length;
    }

    private void readEssentials() {
        if (lines.at() > Bounds.VIAS * SHORTEST_VIA && vias() > Bounds.VIAS) {
            complain("More than " + Bounds.VIAS + " Via values");
        }
        Header top = first(HeaderName.VIA);
        Via via = top == null ? null : Via.parse(top.value()).orElse(null);
        Header fromField = only(HeaderName.FROM);
        NameAddr from = fromField == null ? null : NameAddr.parse(fromField.value()).orElse(null);
        Header toField = only(HeaderName.TO);
        NameAddr to = toField == null ? null : NameAddr.parse(toField.value()).orElse(null);
        Header callId = only(HeaderName.CALL_ID);
        Header cseqField = only(HeaderName.CSEQ);
        CSeq cseq = cseqField == null ? null : CSeq.parse(cseqField.value()).orElse(null);
        if (via == null || from == null || to == null || cseq == null) {
            complain(unreadable(via, from, to));
        } else if (callId == null || callId.value().isEmpty()) {
            complain("Call-ID is missing or empty");
        } else {
            essentials = new SipMessage.Essentials(via, from, to, callId.value(), cseq);
        }
    }

    /// Whether the topmost Via field has [Via#straySeparators].
    boolean strayViaSeparators() {
        return Via.straySeparators(text(HeaderName.VIA));
    }

    /// What a refusal goes by: the essential headers, with stand-ins for those that are missing or
    /// cannot be read. Null without a Via, which says where the refusal goes; it may be one of
    /// another SIP version when that is what is refused (RFC 4475 §3.1.2.16).
    SipMessage.@Nullable Essentials echoed(Method method, boolean otherVersion) {
        if (essentials != null) {
            return essentials;
        }
        String top = text(HeaderName.VIA);
        Via via = (otherVersion ? Via.parseAnyVersion(top) : Via.parse(top)).orElse(null);
        return via == null
                ? null
                : new SipMessage.Essentials(
                        via,
                        address(HeaderName.FROM),
                        address(HeaderName.TO),
                        text(HeaderName.CALL_ID),
                        new CSeq(0, method));
    }

    private NameAddr address(HeaderName name) {
        return NameAddr.parse(text(name)).orElseGet(() -> NameAddr.of(Parser.UNREAD));
    }

    private String text(HeaderName name) {
        Header field = first(name);
        return field == null ? "" : field.value();
    }

    /// The fields without the second From, To, Call-ID and CSeq.
    Header[] singleFields() {
        List<Header> kept = new ArrayList<>(fields.size());
        for (Header field : fields) {
            if (!single(field.name()) || first(field.name()) == field) {
                kept.add(field);
            }
        }
        return kept.toArray(new Header[0]);
    }

    private static boolean single(HeaderName name) {
        return name == HeaderName.FROM
                || name == HeaderName.TO
                || name == HeaderName.CALL_ID
                || name == HeaderName.CSEQ;
    }

    /// How many Via values there are; not less than that when a quoted string holds commas.
    private int vias() {
        int found = 0;
        for (Header field : fields) {
            found += field.name() == HeaderName.VIA ? 1 + field.commas() : 0;
        }
        return found;
    }

    private static String unreadable(
            @Nullable Via via, @Nullable NameAddr from, @Nullable NameAddr to) {
        HeaderName name =
                via == null
                        ? HeaderName.VIA
                        : from == null
                                ? HeaderName.FROM
                                : to == null ? HeaderName.TO : HeaderName.CSEQ;
        return name.text() + " is missing or cannot be read";
    }

    private @Nullable Header first(HeaderName name) {
        for (Header field : fields) {
            if (field.name() == name) {
                return field;
            }
        }
        return null;
    }

    private @Nullable Header only(HeaderName name) {
        Header found = null;
        for (Header field : fields) {
            if (field.name() == name) {
                if (found != null) {
                    complain(name.text() + " is there twice");
                    return null;
                }
                found = field;
            }
        }
        return found;
    }
}
