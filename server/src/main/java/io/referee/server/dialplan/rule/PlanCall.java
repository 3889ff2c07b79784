package io.referee.server.dialplan.rule;

import io.referee.server.dialplan.Dialled;

/// What a rule list is told about a call. *Immutable.* Text that is not there is empty.
///
/// @param calledAor of an incoming call the account called, `user@domain` with the domain's own
///   name
/// @param provider of an incoming call the provider that it came over, when that is known
public record PlanCall(Direction direction, Dialled dialled, String calledAor, String provider) {

    /// Whether an account of ours calls, or is called.
    public enum Direction {
        OUT,
        IN
    }

    /// A call that an account places.
    public static PlanCall out(Dialled dialled) {
        return new PlanCall(Direction.OUT, dialled, "", "");
    }

    /// A call to an account.
    public static PlanCall in(Dialled dialled, String calledAor, String provider) {
        return new PlanCall(Direction.IN, dialled, calledAor, provider);
    }

    /// The provider that the call came over: the one that is known, else of `0851.blueface.bob` the
    /// part before the account's.
    String providerName() {
        if (!provider.isEmpty()) {
            return provider;
        }
        int last = dialled.user().lastIndexOf('.');
        String before = last < 0 ? "" : dialled.user().substring(0, last);
        return before.substring(before.lastIndexOf('.') + 1);
    }

    /// The From URI as patterns see it.
    String fromUri() {
        return "sip:" + dialled.fromAor();
    }
}
