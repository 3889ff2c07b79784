package io.referee.server.api;

import io.referee.server.call.HeaderRule;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Tokens;

import java.util.ArrayList;
import java.util.List;

/// Headers that a JSON-RPC request wants in the re-INVITEs to the two ends: one text for both or
/// one for each, lines ended by CRLF or by its escape `\r\n`. *Immutable.*
record RpcHeaders(List<Header> toCaller, List<Header> toCallee) {
    /// Headers for one end.
    static final int LINES_AT_MOST = 20;

    /// @param texts none, one or two
    /// @throws RpcParameters.Wrong when one is no header, or one that we own
    static RpcHeaders of(List<String> texts) {
        return texts.isEmpty()
                ? new RpcHeaders(List.of(), List.of())
                : new RpcHeaders(read(texts.getFirst()), read(texts.getLast()));
    }

    private static List<Header> read(String text) {
        List<Header> headers = new ArrayList<>();
        for (String line : text.replace("\\r", "\r").replace("\\n", "\n").lines().toList()) {
            if (!line.isBlank()) {
                headers.add(header(line));
            }
        }
        if (headers.size() > LINES_AT_MOST) {
            throw new RpcParameters.Wrong("headers has more than " + LINES_AT_MOST + " lines");
        }
        return headers;
    }

    private static Header header(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        String value = line.substring(colon + 1).strip();
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c != 127);
        if (!Tokens.token(name) || !HeaderRule.free(HeaderName.of(name)) || !printable) {
            throw new RpcParameters.Wrong("headers: this line cannot be sent: " + line);
        }
        return Header.of(name, value);
    }
}
