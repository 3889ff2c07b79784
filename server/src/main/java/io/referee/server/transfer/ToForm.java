package io.referee.server.transfer;

import java.util.Arrays;
import java.util.Optional;

/// How a REFER of ours names a number (`transfers.md` A3 rule 2): some carriers take only `tel` for
/// a number, some only `sip` with their own host.
public enum ToForm {
    AS_GIVEN("asGiven"),
    TEL("tel"),
    SIP_TRUNK_HOST("sipTrunkHost");

    private final String word;

    ToForm(String word) {
        this.word = word;
    }

    /// The form of this name; empty when there is none.
    public static Optional<ToForm> of(String name) {
        return Arrays.stream(values()).filter(form -> form.word.equals(name)).findFirst();
    }
}
