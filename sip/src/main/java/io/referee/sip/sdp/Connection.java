package io.referee.sip.sdp;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The `c=` line: where media is to be sent (RFC 8866 §5.7). *Immutable.*
///
/// @param netType nearly always `IN`
/// @param addrType `IP4` or `IP6`
/// @param address as written: an address or a name, with `/ttl` if multicast
public record Connection(String netType, String addrType, String address) {

    /// Throws [IllegalArgumentException] on text that would not print as one `c=` line.
    public Connection {
        Lines.requireWord(netType);
        Lines.requireWord(addrType);
        Lines.requireWord(address);
    }

    /// A connection on the internet; the address type follows from the address.
    public static Connection of(String address) {
        return new Connection("IN", addrTypeOf(address), address);
    }

    /// Whether it is `0.0.0.0` (or `::`), the way of RFC 2543 §B.5 to ask for silence.
    public boolean isUnspecified() {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    static String addrTypeOf(String address) {
        return address.indexOf(':') >= 0 ? "IP6" : "IP4";
    }

    /// Reads what follows `c=`; null if it has not three words.
    static @Nullable Connection read(String value) {
        List<String> words = Lines.words(value);
        return words.size() == 3 ? new Connection(words.get(0), words.get(1), words.get(2)) : null;
    }

    /// The first `c=` line of clean text; null if none can be read.
    static @Nullable Connection first(String text) {
        int at = Lines.find(text, "\nc=");
        return at < 0 ? null : read(Lines.value(text, at));
    }

    String line() {
        return "c=" + netType + ' ' + addrType + ' ' + address;
    }
}
