package io.referee.server.dialplan.run;

import io.referee.server.call.CallView;
import io.referee.server.call.Target;
import io.referee.server.transfer.Ends;
import io.referee.server.transfer.Refusal;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Method;
import io.referee.sip.message.Response;
import io.referee.sip.session.Authorizer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What scripts may ask about the calls of their owner, and have done beside the call that they
/// decide about. *Engine thread only.*
public interface PlanDesk {
    /// There are no calls.
    PlanDesk NONE = new NoDesk();

    /// The live calls of an owner.
    List<CallView> calls(String owner);

    /// What an account has left that pays in advance; empty when it does not.
    Optional<Duration> credit(String account);

    /// Answers challenges with this login.
    Authorizer login(String user, String password);

    /// Calls two and connects them.
    ///
    /// @param to whom the second is, for the records
    /// @return why not, as far as that is known yet
    Optional<Refusal> connect(String owner, Ends ends, String to, Duration delay);

    /// Sends a request outside of calls.
    ///
    /// @param then told once: the final response, or that none came in time
    void send(Asking request, Consumer<Optional<Response>> then);

    /// A request outside of calls. *Immutable.*
    ///
    /// @param from without tag
    /// @param type of the body; without meaning when that is empty
    /// @param patience how long a response is waited for
    record Asking(
            Method method,
            Target target,
            NameAddr from,
            String type,
            byte[] body,
            Authorizer credentials,
            Duration patience) {}
}
