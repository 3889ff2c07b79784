package io.referee.server.transfer;

import io.referee.server.call.Route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What becomes of the two parties when the transfer fails (`transfers.md` A11): steps, of which
/// the next is taken when the one before led to nobody. Without any, what the configuration says.
/// *Immutable.*
///
/// Two who are still connected always stay so until somebody else is there, and when all fails;
/// only [Step.Hangup] parts them. A transferee that is alone is hung up with the reason of the
/// failure when no step is left.
public record OnFail(List<Step> steps) {
    /// Most steps of one policy.
    static final int MOST = 5;

    /// How a policy is written.
    public static final String FORMS =
            "restore, recall, hangup, to:DESTINATION or dialplan:NAME, or some of them with commas"
                    + " between";

    private static final String TO = "to:";
    private static final String PLAN = "dialplan:";

    /// They go on talking; when the transferor has gone, the transferee is hung up with the reason.
    public static final OnFail RESTORE = new OnFail(List.of(Step.Simple.RESTORE));

    /// Both are hung up with the reason.
    public static final OnFail HANGUP = new OnFail(List.of(Step.Simple.HANGUP));

    /// They go on talking; a transferor that has gone is called back.
    public static final OnFail RECALL = new OnFail(List.of(Step.Simple.RECALL));

    /// What the configuration says.
    public static final OnFail CONFIGURED = new OnFail(List.of());

    public OnFail {
        steps = List.copyOf(steps);
    }

    /// One thing to try.
    public sealed interface Step {
        /// What needs no destination.
        enum Simple implements Step {
            RESTORE,
            HANGUP,
            RECALL
        }

        /// The transferee is brought to this destination.
        ///
        /// @param destination a URI, `user@domain`, or a user or number of the default domain
        record To(String destination) implements Step {}

        /// The owner's dial plan of this name says where the transferee is brought.
        record Plan(String name) implements Step {}
    }

    /// `restore`, `hangup`, `recall`, `to:carol`, `dialplan:closed`; several with commas between
    /// them, as in `recall,to:carol`. Empty when it says anything else.
    public static Optional<OnFail> parse(String text) {
        List<Step> steps = new ArrayList<>(2);
        for (String part : text.split(",", -1)) {
            Optional<Step> step = step(part.strip());
            if (step.isEmpty() || steps.size() == MOST) {
                return Optional.empty();
            }
            steps.add(step.get());
        }
        return Optional.of(new OnFail(steps));
    }

    /// What a dial plan wants.
    static OnFail of(Route.Afterwards wish) {
        return switch (wish) {
            case RECALL -> RECALL;
            case HANGUP -> HANGUP;
        };
    }

    private static Optional<Step> step(String text) {
        if (text.startsWith(TO) && text.length() > TO.length()) {
            return Optional.of(new Step.To(text.substring(TO.length())));
        }
        if (text.startsWith(PLAN) && text.length() > PLAN.length()) {
            return Optional.of(new Step.Plan(text.substring(PLAN.length())));
        }
        for (Step.Simple simple : Step.Simple.values()) {
            if (simple.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(simple);
            }
        }
        return Optional.empty();
    }

    /// What is tried first.
    Step first() {
        return steps.isEmpty() ? Step.Simple.RESTORE : steps.getFirst();
    }

    /// What is tried when the first led to nobody.
    OnFail rest() {
        return steps.size() < 2 ? RESTORE : new OnFail(steps.subList(1, steps.size()));
    }

    /// This, or the other one where nothing was said.
    OnFail or(OnFail configured) {
        return steps.isEmpty() ? configured : this;
    }
}
