package io.referee.server.call;

/// Who decides for a leg that waits in a slot until somebody asks for it. *Engine thread only.*
public interface Parked extends LegUser {
    /// The number of the slot; empty while the leg is only on its way there.
    String slot();

    /// Where the party of this call waits; empty when it does not.
    static String slotOf(Call call) {
        for (Leg leg : call.parties()) {
            if (leg.user() instanceof Parked parked) {
                return parked.slot();
            }
        }
        return "";
    }
}
