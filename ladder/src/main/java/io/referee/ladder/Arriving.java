package io.referee.ladder;

/// How firmly, and where in the inbox of its leg, an expectation wants its message.
public enum Arriving {
    /// `leg<`: the oldest message of the inbox must be the one.
    NEXT("<"),
    /// `leg<*`: the message may stand behind others that later lines take.
    ANYWHERE("<*"),
    /// `leg<~`: from this line on one such message is tolerated; nothing waits for it.
    OPTIONAL("<~"),
    /// `leg<?`: must arrive as with `leg<`, but may be late or missing in runs that lose datagrams.
    /// For messages that nobody sends again, such as a provisional response.
    LOSABLE("<?");

    private final String sign;

    Arriving(String sign) {
        this.sign = sign;
    }

    /// The sign behind the name of the leg.
    public String sign() {
        return sign;
    }
}
