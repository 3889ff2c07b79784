package io.referee.server.call;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;

import java.util.List;

/// What we write into History-Info when that is switched on: who sent a call on, and where to (RFC
/// 7044 §5). *Any thread.*
public final class HistoryEntries {
    private static final String INDEX = ";index=";

    private HistoryEntries() {}

    /// Two entries more: whoever had the call, and another user who gets it now.
    ///
    /// @param before the values that there are already
    /// @param from a URI, perhaps with the reason as a header
    /// @param to a URI, perhaps with headers that were put into the request
    public static Header sentOn(List<String> before, String from, String to) {
        String index = before.isEmpty() ? "1" : index(before.getLast()) + ".1";
        String value =
                '<' + from + '>' + INDEX + index + ", <" + to + '>' + INDEX + index + ".1;mp=1";
        return Header.of(HeaderName.HISTORY_INFO, value);
    }

    /// 1 when it has none that can be read.
    private static String index(String value) {
        int at = value.lastIndexOf(INDEX);
        int end = at < 0 ? 0 : at + INDEX.length();
        int start = end;
        while (at >= 0 && end < value.length() && isInIndex(value.charAt(end))) {
            end++;
        }
        return end == start ? "1" : value.substring(start, end);
    }

    private static boolean isInIndex(char c) {
        return c >= '0' && c <= '9' || c == '.';
    }
}
