package io.referee.server.app.apply;

import io.referee.server.account.TransferMode;
import io.referee.server.app.document.Section;

/// Reads the key `transfer` of accounts and providers, which have the same words for it. *Any
/// thread.*
final class TransferWord {
    static final String KEY = "transfer";

    private TransferWord() {}

    /// Nobody may transfer who does not say so.
    static TransferMode read(Section section) {
        String mode = section.text(KEY, "deny");
        return switch (mode) {
            case "deny" -> TransferMode.DENY;
            case "consume" -> TransferMode.CONSUME;
            case "attended" -> TransferMode.ATTENDED;
            case "pass" -> TransferMode.PASS;
            case "ask" -> TransferMode.ASK;
            default ->
                    throw section.place(KEY)
                            .complaint(
                                    "must be deny, pass, consume, attended or ask, not \""
                                            + mode
                                            + "\".");
        };
    }
}
