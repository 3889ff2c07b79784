package io.referee.sip.message;

/// One copy of texts that message after message says again: hosts, users, display names, addresses.
/// What a call keeps weighs less for it, and the collector has less to copy.
///
/// **Limits.** The last one of each of [#PLACES] places is remembered, up to [#CHARS_AT_MOST]
/// characters; one that was pushed out is merely kept twice. *Any thread*: whoever looks at the
/// same time may get a copy of their own.
public final class SharedText {
    private static final int PLACES = 1 << 12;
    private static final int CHARS_AT_MOST = 64;
    private static final String[] KNOWN = new String[PLACES];

    private SharedText() {}

    /// A string that equals this one.
    public static String of(String text) {
        if (text.length() > CHARS_AT_MOST) {
            return text;
        }
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 12) & PLACES - 1;
        String known = KNOWN[place];
        if (text.equals(known)) {
            return known;
        }
        KNOWN[place] = text;
        return text;
    }
}
