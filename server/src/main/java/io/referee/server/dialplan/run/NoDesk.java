package io.referee.server.dialplan.run;

import io.referee.server.call.CallView;
import io.referee.server.transfer.Ends;
import io.referee.server.transfer.Refusal;
import io.referee.sip.message.Response;
import io.referee.sip.session.Authorizer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Where nobody calls anybody. *Any thread.*
final class NoDesk implements PlanDesk {
    @Override
    public List<CallView> calls(String owner) {
        return List.of();
    }

    @Override
    public Optional<Duration> credit(String account) {
        return Optional.empty();
    }

    @Override
    public Authorizer login(String user, String password) {
        return Authorizer.NONE;
    }

    @Override
    public Optional<Refusal> connect(String owner, Ends ends, String to, Duration delay) {
        return Optional.of(new Refusal(503, "Calls are not placed here", ""));
    }

    @Override
    public void send(Asking request, Consumer<Optional<Response>> then) {
        then.accept(Optional.empty());
    }
}
