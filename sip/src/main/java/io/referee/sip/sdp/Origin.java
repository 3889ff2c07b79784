package io.referee.sip.sdp;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The `o=` line: who made a description, and which version of it this is (RFC 8866 §5.2).
/// *Immutable.*
///
/// Session id and version stay text: they are numbers of up to 20 digits, more than a `long` holds.
///
/// @param username may hold spaces, because phones put display names there; `-` if none
/// @param netType nearly always `IN`
/// @param addrType `IP4` or `IP6`
public record Origin(
        String username,
        String sessId,
        String sessVersion,
        String netType,
        String addrType,
        String address) {

    private static final int WORDS_AFTER_USERNAME = 5;

    /// Throws [IllegalArgumentException] on text that would not print as one `o=` line.
    public Origin {
        Lines.requireOneLine(username);
        if (Lines.words(username).isEmpty()) {
            throw new IllegalArgumentException("o= needs a username, '-' if none");
        }
        Lines.requireWord(sessId);
        Lines.requireWord(sessVersion);
        Lines.requireWord(netType);
        Lines.requireWord(addrType);
        Lines.requireWord(address);
    }

    /// An origin on the internet; the address type follows from the address.
    public static Origin of(String username, String sessId, String sessVersion, String address) {
        return new Origin(
                username, sessId, sessVersion, "IN", Connection.addrTypeOf(address), address);
    }

    /// Reads what follows `o=`; null if it has fewer than six words.
    static @Nullable Origin read(String value) {
        List<String> words = Lines.words(Lines.shown(value));
        int first = words.size() - WORDS_AFTER_USERNAME;
        if (first < 1) {
            return null;
        }
        return new Origin(
                String.join(" ", words.subList(0, first)),
                words.get(first),
                words.get(first + 1),
                words.get(first + 2),
                words.get(first + 3),
                words.get(first + 4));
    }

    String line() {
        return Lines.raw(
                "o="
                        + username
                        + ' '
                        + sessId
                        + ' '
                        + sessVersion
                        + ' '
                        + netType
                        + ' '
                        + addrType
                        + ' '
                        + address);
    }
}
