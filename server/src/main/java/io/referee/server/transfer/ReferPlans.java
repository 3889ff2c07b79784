package io.referee.server.transfer;

import io.referee.server.call.RouteQuery;

import java.util.Optional;
import java.util.function.Consumer;

/// The dial plans of owners that decide about the REFERs of their accounts (mode `ask`,
/// `transfers.md` 0.5). *Engine thread only.*
@FunctionalInterface
public interface ReferPlans {
    /// Nobody has such a plan.
    ReferPlans NONE = (refer, then) -> Optional.empty();

    /// Puts a REFER to the plan of an owner.
    ///
    /// @param then told once, at once or later, unless it was stopped before
    /// @return what stops it; empty when the owner has no such plan, and then nobody is told
    Optional<Runnable> ask(Asked refer, Consumer<Word> then);

    /// What is asked. *Immutable.*
    ///
    /// @param owner whose plan it is
    /// @param query where the call shall go, and in whose name that is asked
    /// @param facts what else the plan may want to know
    record Asked(String owner, RouteQuery query, Facts facts) {}

    /// A REFER as a plan sees it. What is not there is empty. *Immutable.*
    ///
    /// @param kind `blind` or `attended`
    /// @param referTo the target, without the dialog that it replaces
    /// @param referredBy what the transferor says of itself: untrusted text
    /// @param transferor address of who asks
    /// @param transferee address of who would be moved
    /// @param originalCallId Call-ID of the transferor's dialog
    /// @param depth how many transfers the call has been through
    /// @param replaces Call-ID of the dialog that an attended transfer replaces
    record Facts(
            String kind,
            String referTo,
            String referredBy,
            String transferor,
            String transferee,
            String originalCallId,
            int depth,
            String replaces) {}

    /// The word of a plan. *Immutable.*
    sealed interface Word {
        /// As people read it.
        default String inWords() {
            return switch (this) {
                case Accept(String to) -> to.isEmpty() ? "accept" : "accept, to " + to;
                case Pass _ -> "pass the REFER on";
                case AskOwner _ -> "ask the owner";
                case Refuse(int status, String reason) -> "refuse with " + status + ' ' + reason;
            };
        }

        /// The server carries the transfer out.
        ///
        /// @param to where else it leads: a URI, `user@domain`, or a user or number of the default
        ///   domain; empty for where the phone wants it
        record Accept(String to) implements Word {}

        /// The other party gets the REFER.
        record Pass() implements Word {}

        /// The owner decides himself.
        record AskOwner() implements Word {}

        /// Nothing happens.
        ///
        /// @param status 300 to 699
        record Refuse(int status, String reason) implements Word {}
    }
}
