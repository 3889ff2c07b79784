package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Capabilities;
import io.referee.server.account.TransferHabits;
import io.referee.server.account.Verdict;
import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.EventDialog;
import io.referee.server.call.Leg;
import io.referee.server.call.Switchboard;
import io.referee.server.event.TransferFact;
import io.referee.sip.header.Event;
import io.referee.sip.header.Replaces;
import io.referee.sip.header.TargetDialog;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// REFER outside of calls (`transfers.md` A4b): with a Target-Dialog of its sender it is a REFER of
/// that dialog (RFC 4538), otherwise a wish to be called and connected: click to dial. Only for
/// accounts, only when the setting allows it. *Engine thread only.*
public final class OutOfDialog {
    private final Transfers desk;
    private final Switchboard switchboard;
    private final CallPlacer placer;
    private final ReferTrust trust;
    private final UnaryOperator<String> canonical;
    private final EventDialogs dialogs;
    private final ExplicitEvents explicit;

    /// @param trust knows who the sender of a request proves to be, and is told of what is refused
    /// @param canonical the domain that a name or address of this server stands for
    public OutOfDialog(
            Transfers desk,
            Switchboard switchboard,
            CallPlacer placer,
            ReferTrust trust,
            UnaryOperator<String> canonical) {
        this.desk = desk;
        this.switchboard = switchboard;
        this.placer = placer;
        this.trust = trust;
        this.canonical = canonical;
        this.dialogs = desk.dialogs();
        this.explicit = desk.explicit();
    }

    private UserAgent agent() {
        return switchboard.agent();
    }

    private void respond(ServerTransaction transaction, int status, String reason) {
        transaction.respond(agent().responding(transaction).response(status, reason));
    }

    /// A SUBSCRIBE for the refer event.
    void subscribed(ServerTransaction transaction) {
        explicit.subscribed(agent(), transaction);
    }

    /// A REFER. The registrar itself is nobody who could be referred.
    void referred(ServerTransaction transaction) {
        Request refer = transaction.request();
        if (!(refer.uri() instanceof SipUri uri) || uri.user().isEmpty()) {
            abused(transaction, "REFER to the registrar: 405");
            transaction.respond(
                    agent().responding(transaction)
                            .add(HeaderName.ALLOW, Capabilities.ALLOW_ALONE)
                            .response(405));
        } else if (!desk.settings().refer().outOfDialog()) {
            abused(
                    transaction,
                    "REFER outside of a call: 403; allowed by transfer.refer.outOfDialog:"
                            + " accounts");
            respond(transaction, 403, "Forbidden");
        } else {
            switch (trust.verify(transaction)) {
                case Verdict.Challenged challenge ->
                        transaction.respond(
                                agent().responding(transaction)
                                        .addAll(challenge.headers())
                                        .response(401));
                case Verdict.Refused no -> {
                    abused(transaction, "REFER outside of a call: " + no.status());
                    respond(transaction, no.status(), no.reason());
                }
                case Verdict.Authenticated who -> read(transaction, who.account());
            }
        }
    }

    private void abused(ServerTransaction transaction, String reason) {
        trust.abused(transaction.hop(), called(transaction), reason);
    }

    /// Address of record in the Request-URI, whatever name or address of ours stands in it; or
    /// empty.
    private String called(ServerTransaction transaction) {
        return transaction.request().uri() instanceof SipUri uri && !uri.user().isEmpty()
                ? uri.plainUser() + '@' + canonical.apply(uri.domain())
                : "";
    }

    private void noted(ServerTransaction transaction, Account account, int status) {
        String reason = "REFER outside of a call: " + status;
        trust.abused(transaction.hop(), account.aor(), reason);
    }

    private void read(ServerTransaction transaction, Account account) {
        ReferredByRules rules = desk.settings().of(account.habits()).referredBy();
        Optional<Refusal> unproved = rules.objection(transaction.request());
        if (unproved.isPresent()) {
            noted(transaction, account, unproved.get().status());
            respond(transaction, unproved.get().status(), unproved.get().reason());
            return;
        }
        Request told = rules.believed(transaction.request(), account.aor());
        switch (ReferRequest.read(told, desk.settings().refer())) {
            case ReferRequest.Unacceptable no -> {
                noted(transaction, account, no.status());
                MessageBuilder response = agent().responding(transaction);
                if (!no.unsupported().isEmpty()) {
                    response.add(HeaderName.UNSUPPORTED, no.unsupported());
                }
                transaction.respond(response.response(no.status(), no.reason()));
            }
            case ReferRequest.Readable refer -> carryOut(transaction, account, refer);
        }
    }

    private void carryOut(
            ServerTransaction transaction, Account account, ReferRequest.Readable refer) {
        Optional<EventDialog> dialog = EventDialog.of(agent(), transaction);
        if (dialog.isEmpty()) {
            respond(transaction, 400, "Missing Contact");
            return;
        }
        Asking asking = new Asking(transaction, dialog.get(), refer, account.habits());
        Optional<Leg> leg = named(transaction.request(), account);
        if (leg.isPresent()) {
            transfer(asking, leg.get(), account);
        } else {
            dial(asking, account);
        }
    }

    private record Asking(
            ServerTransaction transaction,
            EventDialog dialog,
            ReferRequest.Readable refer,
            TransferHabits habits) {}

    /// The leg of the sender's own account that Target-Dialog names with all three ids; anybody
    /// else's is not found.
    private Optional<Leg> named(Request refer, Account account) {
        Optional<TargetDialog> named =
                refer.value(HeaderName.TARGET_DIALOG).flatMap(TargetDialog::parse);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        TargetDialog wanted = named.get();
        return switchboard.calls().stream()
                .flatMap(call -> call.parties().stream())
                .filter(leg -> leg.identity().account().equals(account.aor()))
                .filter(
                        leg ->
                                wanted.names(
                                        leg.session().callId(),
                                        leg.session().localTag(),
                                        leg.session().remoteTag()))
                .findFirst();
    }

    // ---- a transfer of a call

    private void transfer(Asking asking, Leg leg, Account account) {
        Call call = switchboard.callOf(leg).orElseThrow();
        Optional<Bridge> bridge = call.bridge().filter(b -> b.has(leg));
        if (bridge.isEmpty() || !desk.mayConsume(leg, asking.transaction().request())) {
            noted(asking.transaction(), account, 603);
            respond(asking.transaction(), 603, "Decline");
            return;
        }
        Order order =
                new Order(
                                call.legs().freshId('t'),
                                "refer",
                                call,
                                leg,
                                bridge.get().other(leg),
                                asking.refer().target(),
                                leg.identity().account(),
                                asking.refer().referredBy(),
                                Inserted.by(
                                        leg,
                                        asking.refer().target(),
                                        asking.refer().headers(),
                                        desk.settings()),
                                desk.settings().times().ring(),
                                OnFail.CONFIGURED)
                        .proven(asking.refer().token())
                        .of(account.owner());
        Optional<Replaces> replaces = asking.refer().replaces();
        switch (desk.replacing().decide(order, replaces)) {
            case ReplacesDesk.Decision.No(Refusal no) -> {
                Transfers.requested(order, replaces.isPresent() ? "attended" : "blind");
                call.publish(
                        new TransferFact.Blocked(
                                order.id(), no.status(), no.reason(), no.setting()));
                respond(asking.transaction(), no.status(), no.reason());
            }
            case ReplacesDesk.Decision.Yes yes -> yes.begin().accept(accept(asking));
        }
    }

    /// Answers 200: who refers outside of a dialog knows RFC 7647.
    private Asker accept(Asking asking) {
        MessageBuilder response = asking.dialog().responding(asking.transaction());
        Duration grace = desk.settings().times().byeGrace();
        return switch (asking.refer().notifying()) {
            case NOSUB -> {
                asking.transaction().respond(response.response(200));
                yield new Silent(grace);
            }
            case DECLINED -> {
                response.add(HeaderName.REFER_SUB, "false");
                asking.transaction().respond(response.response(200));
                yield new Silent(grace);
            }
            case EXPLICIT -> {
                ExplicitEvents.State state = explicit.open();
                response.add(state.at(asking.transaction().hop()));
                asking.transaction().respond(response.response(200));
                yield state;
            }
            case IMPLICIT -> {
                asking.transaction().respond(response.response(200));
                Request refer = asking.transaction().request();
                Subscription subscription =
                        dialogs.open(asking.dialog(), refer, Event.REFER, asking.habits());
                subscription.open();
                yield subscription;
            }
        };
    }

    // ---- click to dial

    /// The account that is called first has to be the sender's own.
    private void dial(Asking asking, Account account) {
        if (!called(asking.transaction()).equals(account.aor())) {
            abused(asking.transaction(), "REFER by " + account.aor() + " of another phone: 403");
            respond(asking.transaction(), 403, "Only one's own phone can be referred");
            return;
        }
        Told told = new Told();
        CallOrder order =
                new CallOrder(
                        account.owner(), account.aor(), asking.refer().target().text(), "refer");
        switch (placer.place(order, told)) {
            case Placed.Refused(Refusal no) ->
                    respond(asking.transaction(), no.status(), no.reason());
            case Placed.Begun _ -> told.by(accept(asking));
        }
    }

    /// The outcome may be there before the REFER is answered.
    private static final class Told implements CallPlacer.Hearer {
        private Optional<Asker> asker = Optional.empty();
        private int finished;

        void by(Asker next) {
            asker = Optional.of(next);
            if (finished > 0) {
                next.finished(finished, () -> {});
            }
        }

        @Override
        public void progress(int status) {
            asker.ifPresent(one -> one.progress(status));
        }

        @Override
        public void finished(int status) {
            finished = status;
            asker.ifPresent(one -> one.finished(status, () -> {}));
        }
    }
}
