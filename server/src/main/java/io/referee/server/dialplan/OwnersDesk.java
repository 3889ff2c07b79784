package io.referee.server.dialplan;

import io.referee.server.account.Credit;
import io.referee.server.account.Provider;
import io.referee.server.call.CallView;
import io.referee.server.call.Switchboard;
import io.referee.server.dialplan.run.PlanDesk;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.server.transfer.CallPlacer;
import io.referee.server.transfer.Ends;
import io.referee.server.transfer.Refusal;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Response;
import io.referee.sip.session.Authorizer;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The calls of owners as scripts may use them. *Engine thread only.*
public final class OwnersDesk implements PlanDesk {
    private final Switchboard switchboard;
    private final CallPlacer placer;
    private final Credit credit;
    private final Outside outside;

    public OwnersDesk(Switchboard switchboard, CallPlacer placer, Credit credit) {
        this.switchboard = switchboard;
        this.placer = placer;
        this.credit = credit;
        this.outside = switchboard.legs().outside();
    }

    @Override
    public List<CallView> calls(String owner) {
        return switchboard.views(owner);
    }

    @Override
    public Optional<Duration> credit(String account) {
        return credit.left(account);
    }

    @Override
    public Authorizer login(String user, String password) {
        return ProviderAuthorizer.of(new Provider.Login(user, user, password), outside::token);
    }

    @Override
    public Optional<Refusal> connect(String owner, Ends ends, String to, Duration delay) {
        return placer.connect(owner, ends, to, delay);
    }

    @Override
    public void send(Asking request, Consumer<Optional<Response>> then) {
        Hop hop = request.target().hop();
        MessageBuilder builder =
                switchboard
                        .agent()
                        .request(
                                request.method(),
                                request.from().withoutTag(),
                                NameAddr.of(request.target().uri().bare()),
                                hop);
        request.target().phone().route().forEach(route -> builder.add(HeaderName.ROUTE, route));
        request.target().options().headers().forEach(builder::add);
        if (request.body().length > 0) {
            builder.body(request.type(), request.body());
        }
        Waiting waiting = new Waiting(then);
        waiting.alarm = outside.schedule(request.patience(), () -> waiting.tell(Optional.empty()));
        switchboard
                .agent()
                .send(
                        builder.request(request.method(), request.target().uri().asRequestUri()),
                        hop,
                        request.target().reach(switchboard.agent().reach()),
                        request.credentials(),
                        response -> waiting.tell(Optional.of(response)));
    }

    /// Tells once.
    private static final class Waiting {
        private final Consumer<Optional<Response>> then;
        private Outside.@org.jspecify.annotations.Nullable Alarm alarm;
        private boolean told;

        Waiting(Consumer<Optional<Response>> then) {
            this.then = then;
        }

        void tell(Optional<Response> response) {
            if (!told) {
                told = true;
                if (alarm != null) {
                    alarm.cancel();
                }
                then.accept(response);
            }
        }
    }
}
