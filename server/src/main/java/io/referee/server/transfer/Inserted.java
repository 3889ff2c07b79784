package io.referee.server.transfer;

import io.referee.server.call.HistoryEntries;
import io.referee.server.call.Leg;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.List;

/// Who put User-to-User into the INVITE to a target, as History-Info tells it (RFC 7433 §4,
/// `transfers.md` A10.9).
final class Inserted {
    private Inserted() {}

    /// The headers that a REFER brings into the INVITE, with their history when that is switched
    /// on.
    static List<Header> by(
            Leg transferor, Uri target, List<Header> headers, TransferSettings settings) {
        List<String> inserted =
                headers.stream()
                        .filter(header -> header.name().equals(HeaderName.USER_TO_USER))
                        .map(header -> "User-to-User=" + Escapes.escape(header.value()))
                        .toList();
        if (!settings.historyInfo() || inserted.isEmpty()) {
            return headers;
        }
        List<Header> told = new ArrayList<>(headers);
        told.add(
                HistoryEntries.sentOn(
                        List.of(),
                        transferor.partyAddress().uri().text(),
                        target.text() + '?' + String.join("&", inserted)));
        return told;
    }
}
