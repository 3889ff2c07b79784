package io.referee.sip.header;

import io.referee.sip.message.Numbers;
import io.referee.sip.uri.Parameters;

import java.util.Optional;

/// `Session-Expires` (RFC 4028 §4): how long a session lasts without a refresh, and who refreshes.
/// *Immutable.*
///
/// @param seconds 1 to 2^32-1; what is too small is for the reader to judge
public record SessionExpires(long seconds, Refresher refresher) {
    private static final long LARGEST = 0xffff_ffffL;

    /// Who sends the refreshes, named by the roles in the transaction that the header stands in.
    public enum Refresher {
        /// Not said: the answerer chooses.
        OPEN,
        /// The sender of the request.
        UAC,
        /// The sender of the response.
        UAS
    }

    /// Reads `1800;refresher=uac`; empty when the number cannot be read or is 0. A refresher that
    /// is neither `uac` nor `uas` counts as not said.
    public static Optional<SessionExpires> parse(String text) {
        int semicolon = text.indexOf(';');
        long seconds = Numbers.parse(semicolon < 0 ? text : text.substring(0, semicolon), -1);
        if (seconds <= 0 || seconds > LARGEST) {
            return Optional.empty();
        }
        Parameters parameters =
                semicolon < 0 ? Parameters.NONE : Parameters.parse(text.substring(semicolon));
        String named = parameters.value("refresher").orElse("");
        Refresher refresher =
                named.equalsIgnoreCase("uac")
                        ? Refresher.UAC
                        : named.equalsIgnoreCase("uas") ? Refresher.UAS : Refresher.OPEN;
        return Optional.of(new SessionExpires(seconds, refresher));
    }

    /// Reads `Min-SE` (RFC 4028 §5), in seconds; parameters are ignored, and what cannot be read is
    /// `otherwise`.
    public static long minimum(String text, long otherwise) {
        int semicolon = text.indexOf(';');
        long seconds = Numbers.parse(semicolon < 0 ? text : text.substring(0, semicolon), -1);
        return seconds < 0 || seconds > LARGEST ? otherwise : seconds;
    }

    /// As in a message: `1800;refresher=uac`.
    public String text() {
        return switch (refresher) {
            case OPEN -> Long.toString(seconds);
            case UAC -> seconds + ";refresher=uac";
            case UAS -> seconds + ";refresher=uas";
        };
    }
}
