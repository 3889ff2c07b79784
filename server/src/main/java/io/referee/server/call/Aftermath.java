package io.referee.server.call;

import java.util.List;

/// Who knows what a restart interrupts. *Engine thread only.*
public interface Aftermath {
    /// Nothing is interrupted.
    Aftermath NONE =
            new Aftermath() {
                @Override
                public List<String> awaited(Leg leg) {
                    return List.of();
                }

                @Override
                public String moving(Call call) {
                    return "";
                }

                @Override
                public void leaving(Call call) {}

                @Override
                public void revived(Call call, KeptCall kept) {}
            };

    /// Event values of the refer subscriptions that the peer of the leg waits for.
    List<String> awaited(Leg leg);

    /// The leg of the call whose media are being moved; empty when none are.
    String moving(Call call);

    /// The server is about to end: what runs in the call and can be given up, is.
    void leaving(Call call);

    /// The call goes on after a restart, and something ran in it before: a transfer, or a
    /// subscription that a REFER made.
    void revived(Call call, KeptCall kept);
}
