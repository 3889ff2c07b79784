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
        } else if (fields.size() >= Parser.MAX_HEADERS) {
            complain("More than " + Parser.MAX_HEADERS + " header fields");
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
