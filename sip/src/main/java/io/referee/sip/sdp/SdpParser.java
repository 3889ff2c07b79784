package io.referee.sip.sdp;

import io.referee.sip.message.Bounds;
import io.referee.sip.sdp.SdpReading.Malformed;
import io.referee.sip.sdp.SdpReading.Parsed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads bytes into a [SessionDescription]. Strict where a mistake could change what a peer
/// understands, lenient elsewhere: LF alone ends a line, the last line needs no end, blank lines
/// are dropped, and lines need not be in the order of RFC 8866 §5.
final class SdpParser {
    private static final String NEXT_MEDIA = "\r\nm=";

    private SdpParser() {}

    static SdpReading parse(byte[] body) {
        if (body.length > Bounds.SDP_OCTETS) {
            return new Malformed("session description of " + body.length + " bytes");
        }
        String text = clean(new String(body, StandardCharsets.ISO_8859_1));
        int bad = firstBadLine(text);
        if (bad > 0) {
            return new Malformed("line " + bad + " is not x=value");
        }
        if (!text.startsWith("v=0\r\n")) {
            return new Malformed("line 1 is not v=0");
        }
        return cut(text);
    }

    private static SdpReading cut(String text) {
        int headEnd = sectionEnd(text, 0);
        String head = text.substring(0, headEnd);
        int origin = Lines.find(head, "\no=");
        if (origin < 0 || Lines.count(head, origin) < 6) {
            return new Malformed("o= line is missing or short of six words");
        }
        List<MediaSection> media = new ArrayList<>(2);
        for (int start = headEnd; start < text.length(); ) {
            int end = sectionEnd(text, start);
            MediaSection section = MediaSection.read(text.substring(start, end));
            if (section == null) {
                return new Malformed("media section " + (media.size() + 1) + " has a bad m= line");
            }
            if (media.size() == Bounds.SDP_MEDIA) {
                return new Malformed("more than " + Bounds.SDP_MEDIA + " m= lines");
            }
            media.add(section);
            start = end;
        }
        return new Parsed(new SessionDescription(head, List.copyOf(media)));
    }

    private static int sectionEnd(String text, int start) {
        int at = text.indexOf(NEXT_MEDIA, start);
        return at < 0 ? text.length() : at + Lines.END.length();
    }

    private static String clean(String text) {
        return isClean(text) ? text : mended(text);
    }

    private static boolean isClean(String text) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            if (end < start + 2 || text.charAt(end - 1) != '\r') {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static String mended(String text) {
        StringBuilder mended = new StringBuilder(text.length() + 32);
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int stop = feed < 0 ? text.length() : feed;
            int end = stop > start && text.charAt(stop - 1) == '\r' ? stop - 1 : stop;
            if (end > start) {
                mended.append(text, start, end).append(Lines.END);
            }
            start = stop + 1;
        }
        return mended.toString();
    }

    /// Number of the first line that is not `x=…`, counted from 1; 0 if all are. A CR inside a line
    /// is refused: a peer might take it for the end of the line.
    private static int firstBadLine(String text) {
        int number = 1;
        for (int start = 0; start < text.length(); number++) {
            int feed = text.indexOf('\n', start);
            if (!isLine(text, start, feed - 1)) {
                return number;
            }
            start = feed + 1;
        }
        return number == 1 ? 1 : 0;
    }

    private static boolean isLine(String text, int start, int end) {
        return end >= start + 2
                && text.charAt(start) >= 'a'
                && text.charAt(start) <= 'z'
                && text.charAt(start + 1) == '='
                && text.indexOf('\r', start) == end
                && !holdsNul(text, start, end);
    }

    private static boolean holdsNul(String text, int start, int end) {
        return text.indexOf('\0', start, end) >= 0;
    }
}
