package io.referee.examples;

import io.referee.net.Engine;
import io.referee.net.EngineSettings;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.OutgoingInvite;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionListener;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Uri;

import java.util.List;

/// A back-to-back user agent: takes every call, makes another one to the callee, and hands on what
/// one side does to the other. Each side sees a dialog of its own.
///
/// `TinyB2bua 192.0.2.1:5060 sip:bob@192.0.2.7`
public final class TinyB2bua implements UserAgent.Handler {
    private final Uri callee;
    private final UserAgent agent;

    private TinyB2bua(Outside world, String target) {
        callee = Uri.parse(target).orElseThrow();
        agent = new UserAgent(world, SessionSettings.of("TinyB2bua"), this);
    }

    /// @param args `address:port`, and the URI that all calls go to
    public static void main(String[] args) throws Exception {
        var at = EngineSettings.at(args[0]);
        try (Engine engine = Engine.start(at, world -> new TinyB2bua(world, args[1]).agent)) {
            System.out.println("b2bua at " + engine.udpAddress().orElseThrow());
            Thread.currentThread().join();
        }
    }

    @Override
    public void invited(Session caller, Request invite) {
        System.out.println("call from " + invite.from().uri());
        var spec = OutgoingInvite.of(invite.from().withoutTag(), callee, invite.body());
        caller.listener(new Half(agent.invite(spec, new Half(caller))));
    }

    @Override
    public void requested(ServerTransaction transaction) {
        agent.notAllowed(transaction);
    }

    /// Listens to one side and does the same to the other.
    private record Half(Session other) implements SessionListener {
        @Override
        public void ringing(Session side, Response response) {
            other.progress(response.status(), response.body(), List.of());
        }

        @Override
        public void answered(Session side, Response response) {
            other.answer(response.body(), List.of());
        }

        @Override
        public void rejected(Session side, Response response) {
            other.reject(response.status(), response.reason(), List.of());
        }

        @Override
        public void cancelled(Session side, Request cancel) {
            other.cancel("");
        }

        @Override
        public void acknowledged(Session side, Request ack) {
            other.acknowledge(ack.body());
        }

        @Override
        public void reinvited(Session side, ServerTransaction again) {
            if (!other.confirmed() || other.offerPending()) {
                side.refuse(again, 491);
                return;
            }
            var outcome =
                    ReinviteListener.of(
                            ok -> side.accept(again, ok.body(), List.of()),
                            no -> side.refuse(again, no.status()));
            other.reinvite(again.request().body(), List.of(), outcome);
        }

        @Override
        public void ended(Session side, Ending ending) {
            System.out.println("ended");
            other.bye(List.of());
        }
    }
}
