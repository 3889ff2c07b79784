package io.referee.server.dialplan.run;

import java.util.ArrayList;
import java.util.List;

/// The accounts whose plans a call has been through inside this server. *Immutable.*
///
/// @param aors in that order
public record Circle(List<String> aors) {
    /// None yet.
    public static final Circle NONE = new Circle(List.of());

    /// The most plans that one call goes through.
    static final int MAX_PLANS = 5;

    /// Whether a call may go on through the plan of this account.
    boolean admits(String aor) {
        return aors.size() < MAX_PLANS && !aors.contains(aor);
    }

    /// Also through the plan of this account.
    Circle with(String aor) {
        List<String> more = new ArrayList<>(aors);
        more.add(aor);
        return new Circle(List.copyOf(more));
    }
}
