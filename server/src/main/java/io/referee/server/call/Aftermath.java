package io.referee.server.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
                public Optional<KeptPlace> parked(Call call) {
                    return Optional.empty();
                }

                @Override
                public Map<String, Boolean> left(Call call) {
                    return Map.of();
                }

                @Override
                public void leaving(Call call) {}

                @Override
                public void restored(Call call, KeptCall kept) {}

                @Override
                public void revived(Call call, KeptCall kept) {}
            };

    /// Event values of the refer subscriptions that the peer of the leg waits for.
    List<String> awaited(Leg leg);

    /// The leg of the call whose media are being moved; empty when none are.
    String moving(Call call);

    /// The slot in which a party of the call waits; empty when none does.
    Optional<KeptPlace> parked(Call call);

    /// By the ids of legs of the call: those that an account goes on paying for that has left them,
    /// and whether it needed a permission of its own for that.
    Map<String, Boolean> left(Call call);

    /// The server is about to end: what runs in the call and can be given up, is.
    void leaving(Call call);

    /// The call is there again as it was kept. Nothing may be sent yet.
    void restored(Call call, KeptCall kept);

    /// The call goes on after a restart, and something ran in it before: a transfer, a subscription
    /// that a REFER made, or a party waited in a slot.
    void revived(Call call, KeptCall kept);
}
