package io.referee.server.event;

import java.util.Map;

/// Something that happened. Facts are immutable values; the JSON view is made only when somebody
/// reads it.
public sealed interface Fact
        permits CallFact,
                LegFact,
                BridgeFact,
                TransferFact,
                RegistrationFact,
                DialPlanFact,
                ProviderFact,
                SipMessageFact,
                SecurityFact {

    /// The event type, as in `transfer.completed`.
    String type();

    /// The `data` object of the envelope: names to strings, numbers, booleans, lists or maps.
    Map<String, Object> data();
}
