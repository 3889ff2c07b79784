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
    /// @param query where the call shall go, in whose name that is asked, and by which transfer
    record Asked(String owner, RouteQuery query) {}

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
