package io.referee.server.dialplan.dry;

import io.referee.server.call.CallView;
import io.referee.server.dialplan.run.PlanDesk;
import io.referee.server.transfer.Ends;
import io.referee.server.transfer.Refusal;
import io.referee.sip.message.Response;
import io.referee.sip.session.Authorizer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The desk of a dry run: it shows the calls that there are, and neither places nor sends anything.
/// *The thread of the dry run.*
///
/// @param calls the live calls of an owner
/// @param credit what an account has left
public record DryDesk(
        Function<String, List<CallView>> calls, Function<String, Optional<Duration>> credit)
        implements PlanDesk {
    @Override
    public List<CallView> calls(String owner) {
        return calls.apply(owner);
    }

    @Override
    public Optional<Duration> credit(String account) {
        return credit.apply(account);
    }

    @Override
    public Authorizer login(String user, String password) {
        return Authorizer.NONE;
    }

    @Override
    public Optional<Refusal> connect(String owner, Ends ends, String to, Duration delay) {
        return Optional.empty();
    }

    @Override
    public void send(Asking request, Consumer<Optional<Response>> then) {
        then.accept(Optional.empty());
    }
}
