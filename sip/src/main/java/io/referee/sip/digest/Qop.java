package io.referee.sip.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Quality of protection (RFC 7616 §3.4): with `auth` a response covers a nonce count and a client
/// nonce, with `auth-int` the body too; without, it is as in RFC 2069. Weakest first.
public enum Qop {
    NONE(""),
    AUTH("auth"),
    AUTH_INT("auth-int");

    private final String token;

    Qop(String token) {
        this.token = token;
    }

    /// The name on the wire, empty for [#NONE].
    public String token() {
        return token;
    }

    /// Those of a list like `auth,auth-int` that we know, in its order, each once.
    static List<Qop> list(String text) {
        List<Qop> found = new ArrayList<>(2);
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            Qop each = of(text.substring(start, end).strip());
            if (each != NONE && !found.contains(each)) {
                found.add(each);
            }
            start = end + 1;
        }
        return found;
    }

    /// The one of that name in any case; [#NONE] for others.
    static Qop of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auth" -> AUTH;
            case "auth-int" -> AUTH_INT;
            default -> NONE;
        };
    }
}
