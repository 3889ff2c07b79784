package io.referee.server.ladders;

/// Parts of ladders in which dave, on leg `d1`, watches the calls of an account.
final class DialogEventPlaying {
    /// The subscription ends as it should.
    static final String DAVE_STOPS_WATCHING =
            """
            +2s
            d1> SUBSCRIBE Event:dialog Expires:0
            d1< 200 SUBSCRIBE Expires:0
            d1<* NOTIFY terminated dialogs=full count=0 Subscription-State:"terminated;reason=timeout"
            d1> 200 NOTIFY
            """;

    private DialogEventPlaying() {}

    /// He begins to watch an account that has no call.
    static String watching(String account) {
        return """
        d1> SUBSCRIBE to:%1$s Event:dialog Expires:600 Accept:application/dialog-info+xml
        d1< 200 SUBSCRIBE Expires:600 Contact:*
        d1<* NOTIFY active dialogs=full version=0 entity=%1$s count=0 Event:dialog
        d1> 200 NOTIFY
        +2s
        """
                .formatted(account);
    }
}
