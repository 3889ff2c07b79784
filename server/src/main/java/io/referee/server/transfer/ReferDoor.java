package io.referee.server.transfer;

import io.referee.server.account.Directory;
import io.referee.server.account.TransferMode;
import io.referee.server.account.Verdict;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.event.TransferFact;
import io.referee.server.guard.ReferFlood;
import io.referee.sip.header.Event;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.subscription.ReferNotifying;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The door of the phones: a REFER within a call (`transfers.md` 0.6). It is read, its sender is
/// checked, and what it asks for becomes an order like any other. *Engine thread only.*
final class ReferDoor {
    private final Transfers desk;
    private final Outside outside;
    private final ReferRights rights;
    private final ReferTrust trust;
    private final TransferSettings settings;
    private final Subscriptions subscriptions;
    private final PassDoor passing;
    private final Doubts doubts;
    private @Nullable ReferFlood flood;
    private PlannedRefers planned;

    ReferDoor(
            Transfers desk,
            Outside outside,
            Supplier<Directory> directory,
            ReferTrust trust,
            PassDoor passing) {
        this.desk = desk;
        this.passing = passing;
        this.outside = outside;
        this.doubts = new Doubts(outside);
        this.rights = new ReferRights(directory);
        this.trust = trust;
        this.settings = desk.settings();
        this.subscriptions = new Subscriptions(outside, settings);
        this.planned = PlannedRefers.of(ReferPlans.NONE, settings.times().ask());
    }

    /// Who is asked before an owner is.
    void plans(ReferPlans plans) {
        planned = PlannedRefers.of(plans, settings.times().ask());
    }

    /// A SUBSCRIBE within the dialog of a leg.
    void subscribed(Leg leg, ServerTransaction transaction) {
        if (!passing.subscribed(leg, transaction)) {
            subscriptions.subscribed(leg, transaction);
        }
    }

    /// A SUBSCRIBE in the dialog of a leg that is over; false when nobody is told of anything
    /// there.
    boolean within(ServerTransaction transaction) {
        return passing.within(transaction) || subscriptions.within(transaction);
    }

    /// Who ends what a restart has cut off.
    Interrupted interrupted() {
        return new Interrupted(outside, subscriptions);
    }

    /// A REFER on a leg of a call.
    void referred(Call call, Leg leg, ServerTransaction transaction) {
        Request refer = transaction.request();
        Sender sender = Sender.of(trust, leg, transaction);
        if (floods(call, leg, transaction, sender)) {
            respond(leg, transaction, 603, "Too many REFERs");
            return;
        }
        if (!leg.confirmed()) {
            respond(leg, transaction, 603, "Not answered yet");
            return;
        }
        if (!rights.may(leg, refer)) {
            forbid(call, leg, transaction);
            return;
        }
        boolean passes = leg.identity().transfer() == TransferMode.PASS;
        Request told = settings.referredBy().believed(refer, leg, call.legs());
        switch (ReferRequest.read(passes ? PassedDialog.without(told) : told, settings.refer())) {
            case ReferRequest.Unacceptable no -> {
                blocked(call, leg, refer, new Refusal(no.status(), no.reason(), ""));
                refuse(leg, transaction, no);
            }
            case ReferRequest.Readable yes ->
                    trusted(leg, transaction, sender, () -> carryOut(call, leg, transaction, yes));
        }
    }

    /// Who has an account here counts for it, wherever it sends from: many phones may have one
    /// address. Strangers count for the address that they send from.
    private boolean floods(Call call, Leg leg, ServerTransaction transaction, Sender sender) {
        ReferFlood counts = flood;
        if (counts == null) {
            counts = new ReferFlood(outside, call.legs().events(), settings.limits().perMinute());
            flood = counts;
        }
        String account = leg.identity().account();
        return !account.isEmpty() && sender.owns(leg)
                ? counts.refusesAccount(transaction.hop(), account)
                : counts.refusesSource(transaction.hop(), account);
    }

    /// What is known of who sent a REFER.
    ///
    /// @param known whether it came from where the leg lives
    /// @param proof what came of its credentials; empty when it has none, or needs none
    private record Sender(boolean known, Optional<Verdict> proof) {
        static Sender of(ReferTrust trust, Leg leg, ServerTransaction transaction) {
            boolean known = trust.known(leg, transaction.hop());
            boolean proves =
                    !known && transaction.request().header(HeaderName.AUTHORIZATION).isPresent();
            return new Sender(
                    known, proves ? Optional.of(trust.verify(transaction)) : Optional.empty());
        }

        boolean owns(Leg leg) {
            return known
                    || proof.filter(Verdict.Authenticated.class::isInstance)
                            .map(Verdict.Authenticated.class::cast)
                            .filter(who -> who.account().aor().equals(leg.identity().account()))
                            .isPresent();
        }
    }

    private void forbid(Call call, Leg leg, ServerTransaction transaction) {
        String reason = "Transfers are not allowed on this leg";
        Refusal refusal = new Refusal(603, reason, rights.setting(leg));
        blocked(call, leg, transaction.request(), refusal);
        respond(leg, transaction, 603, "Decline");
    }

    private static void refuse(
            Leg leg, ServerTransaction transaction, ReferRequest.Unacceptable no) {
        MessageBuilder response = leg.session().responding(transaction);
        if (!no.unsupported().isEmpty()) {
            response.add(HeaderName.UNSUPPORTED, no.unsupported());
        }
        transaction.respond(response.response(no.status(), no.reason()));
    }

    static void respond(Leg leg, ServerTransaction transaction, int status, String reason) {
        transaction.respond(leg.session().responding(transaction).response(status, reason));
    }

    static void respond(Leg leg, ServerTransaction transaction, int status) {
        transaction.respond(leg.session().responding(transaction).response(status));
    }

    private void blocked(Call call, Leg leg, Request refer, Refusal refusal) {
        String id = call.legs().freshId('t');
        String asked = refer.value(HeaderName.REFER_TO).orElse("");
        String target = NameAddr.parse(asked).map(address -> address.uri().text()).orElse(asked);
        String stays = call.bridge().filter(b -> b.has(leg)).map(b -> b.other(leg).id()).orElse("");
        leg.publish(
                new TransferFact.Requested(
                        id,
                        "refer",
                        ReferredDialog.in(refer) ? "attended" : "blind",
                        leg.id(),
                        stays,
                        target,
                        leg.identity().account(),
                        refer.value(HeaderName.REFERRED_BY).orElse(""),
                        Optional.empty(),
                        Optional.empty()));
        leg.publish(
                new TransferFact.Blocked(
                        id, refusal.status(), refusal.reason(), refusal.setting()));
    }

    /// What holds for whoever asks on this leg.
    private TransferSettings rules(Call call, Leg leg) {
        return settings.of(call.legs().endpoints().habits(leg));
    }

    private void trusted(Leg leg, ServerTransaction transaction, Sender sender, Runnable then) {
        if (sender.owns(leg)) {
            if (!sender.known()) {
                doubts.proven(leg);
            }
            then.run();
            return;
        }
        switch (sender.proof().orElseGet(() -> trust.verify(transaction))) {
            case Verdict.Authenticated who -> {
                String by = who.account().aor();
                Abuse.of(
                        leg, transaction.hop(), "REFER within a call of others by " + by + ": 403");
                respond(leg, transaction, 403, "Not your call");
            }
            case Verdict.Challenged(List<Header> headers) -> {
                doubts.challenged(leg, transaction.hop());
                transaction.respond(
                        leg.session().responding(transaction).addAll(headers).response(401));
            }
            case Verdict.Refused _ -> {
                Abuse.of(leg, transaction.hop(), "REFER within a call, wrong password: 403");
                respond(leg, transaction, 403, "Forbidden");
            }
        }
    }

    private void carryOut(
            Call call, Leg leg, ServerTransaction transaction, ReferRequest.Readable refer) {
        Optional<Refusal> unproved = rules(call, leg).referredBy().objection(transaction.request());
        if (unproved.isPresent()) {
            refuse(call, leg, transaction, unproved.get());
            return;
        }
        Optional<Subscription> running = subscriptions.repeated(leg, transaction.request());
        if (running.isPresent() && refer.notifying() == ReferNotifying.IMPLICIT) {
            MessageBuilder response = leg.session().responding(transaction);
            transaction.respond(response.response(acceptCode(transaction.request())));
            running.get().again();
            return;
        }
        switch (leg.identity().transfer()) {
            case PASS -> pass(call, leg, transaction, refer);
            case ASK -> ask(new PlannedRefers.Held(call, leg, transaction, refer));
            case CONSUME, ATTENDED, DENY ->
                    admit(
                            new PlannedRefers.Held(call, leg, transaction, refer),
                            refer,
                            Consent.GIVEN);
        }
    }

    private void pass(
            Call call, Leg leg, ServerTransaction transaction, ReferRequest.Readable refer) {
        passing.pass(call, leg, transaction, refer, () -> fallBack(call, leg, transaction));
    }

    /// The other party does not know REFER: it is read again as one that we carry out, so that the
    /// dialog counts that it may name. What is passed on costs nobody anything, but this does.
    private void fallBack(Call call, Leg leg, ServerTransaction transaction) {
        if (!rights.mayPlace(leg)) {
            forbid(call, leg, transaction);
            return;
        }
        Request told = settings.referredBy().believed(transaction.request(), leg, call.legs());
        switch (ReferRequest.read(told, settings.refer())) {
            case ReferRequest.Unacceptable no ->
                    refuse(call, leg, transaction, new Refusal(no.status(), no.reason(), ""));
            case ReferRequest.Readable yes ->
                    admit(new PlannedRefers.Held(call, leg, transaction, yes), yes, Consent.GIVEN);
        }
    }

    /// Whether a transfer still needs the word of the owner.
    private enum Consent {
        GIVEN,
        OWED
    }

    // ---- mode `ask`

    /// The plan of the owner decides if there is one for that; otherwise the owner does.
    private void ask(PlannedRefers.Held held) {
        Optional<Refusal> never = desk.forbids(order(held.call(), held.leg(), held.refer()));
        if (never.isPresent()) {
            refuse(held, never.get());
            return;
        }
        boolean asked =
                planned.ask(
                        held, rights.owner(held.call(), held.leg()), word -> decided(held, word));
        if (!asked) {
            admit(held, held.refer(), Consent.OWED);
        }
    }

    private void decided(PlannedRefers.Held held, ReferPlans.Word word) {
        boolean left = held.leg().over();
        if (!rights.may(held.leg(), held.transaction().request())) {
            if (left) {
                abandon(held, new Refusal(603, "Transfers are not allowed on this leg", ""));
            } else {
                forbid(held.call(), held.leg(), held.transaction());
            }
            return;
        }
        switch (word) {
            case ReferPlans.Word.Accept(String to) -> accepted(held, to.strip());
            case ReferPlans.Word.Pass _ when left ->
                    abandon(held, new Refusal(603, "The transferor has hung up", ""));
            case ReferPlans.Word.Pass _ -> passed(held);
            case ReferPlans.Word.AskOwner _ -> admit(held, held.refer(), Consent.OWED);
            case ReferPlans.Word.Refuse(int status, String reason) ->
                    refuse(held, new Refusal(PassedRefer.harmless(status), reason, ""));
        }
    }

    private void accepted(PlannedRefers.Held held, String to) {
        Optional<Uri> other = desk.target(to);
        if (to.isEmpty()) {
            admit(held, held.refer(), Consent.GIVEN);
        } else if (other.isEmpty()) {
            refuse(held, new Refusal(603, "The target cannot be read: " + to, ""));
        } else {
            ReferRequest.Readable refer = held.refer();
            ReferRequest.Readable elsewhere =
                    new ReferRequest.Readable(
                            other.get(), refer.headers(), refer.referredBy(), refer.notifying());
            admit(held, elsewhere, Consent.GIVEN);
        }
    }

    /// Passed on it is read by other rules: the dialog that it names is the other party's affair.
    private void passed(PlannedRefers.Held held) {
        Request told =
                settings.referredBy()
                        .believed(held.transaction().request(), held.leg(), held.call().legs());
        Request refer = PassedDialog.without(told);
        if (ReferRequest.read(refer, settings.refer()) instanceof ReferRequest.Readable yes) {
            pass(held.call(), held.leg(), held.transaction(), yes);
        } else {
            refuse(held, new Refusal(603, "The REFER cannot be passed on", ""));
        }
    }

    private void refuse(PlannedRefers.Held held, Refusal refusal) {
        if (held.leg().over()) {
            abandon(held, refusal);
        } else {
            refuse(held.call(), held.leg(), held.transaction(), refusal);
        }
    }

    /// The transferor has hung up meanwhile: its REFER is refused, and the transferee that waited
    /// is cared for as when a transfer fails (`transfers.md` A11).
    private void abandon(PlannedRefers.Held held, Refusal refusal) {
        decline(held.leg(), held.transaction(), refusal);
        Order order = order(held.call(), held.leg(), held.refer());
        Transfers.requested(order, held.refer().replaces().isPresent() ? "attended" : "blind");
        Transfer transfer = desk.unbegun(order, new Silent(Duration.ZERO));
        desk.remember(order.id(), transfer);
        transfer.take();
        transfer.declined(refusal.status(), refusal.reason());
    }

    // ---- admission

    private Order order(Call call, Leg leg, ReferRequest.Readable refer) {
        return new Order(
                        call.legs().freshId('t'),
                        "refer",
                        call,
                        leg,
                        call.bridge().filter(b -> b.has(leg)).map(b -> b.other(leg)).orElse(leg),
                        refer.target(),
                        rights.payer(leg),
                        refer.referredBy(),
                        Inserted.by(leg, refer.target(), refer.headers(), settings),
                        settings.times().ring(),
                        OnFail.CONFIGURED)
                .proven(refer.token())
                .of(rights.owner(call, leg));
    }

    private void admit(PlannedRefers.Held held, ReferRequest.Readable refer, Consent consent) {
        Order order = order(held.call(), held.leg(), refer);
        switch (desk.replacing().decide(order, refer.replaces())) {
            case ReplacesDesk.Decision.No(Refusal refusal) -> refuse(held, refusal);
            case ReplacesDesk.Decision.Yes yes ->
                    accept(
                            held.call(),
                            held.leg(),
                            begin(order, refer, yes, consent),
                            held.transaction(),
                            refer.notifying());
        }
    }

    private void refuse(Call call, Leg leg, ServerTransaction transaction, Refusal refusal) {
        blocked(call, leg, transaction.request(), refusal);
        decline(leg, transaction, refusal);
    }

    private static void decline(Leg leg, ServerTransaction transaction, Refusal refusal) {
        MessageBuilder response = leg.session().responding(transaction);
        if (refusal.status() == 603) {
            String why = refusal.reason().replace('"', '\'').replace('\\', '/');
            response.add(HeaderName.WARNING, "399 referee \"" + why + '"');
        }
        transaction.respond(response.response(refusal.status()));
    }

    /// What is done when the REFER was accepted: the owner is asked first where that is owed.
    private Consumer<Asker> begin(
            Order order,
            ReferRequest.Readable refer,
            ReplacesDesk.Decision.Yes yes,
            Consent consent) {
        if (consent == Consent.GIVEN) {
            return yes.begin();
        }
        String kind = refer.replaces().isPresent() ? "attended" : "blind";
        return asker -> desk.ask(new Asking.Question(order, kind, yes), asker);
    }

    private void accept(
            Call call,
            Leg leg,
            Consumer<Asker> begin,
            ServerTransaction transaction,
            ReferNotifying notifying) {
        MessageBuilder response = leg.session().responding(transaction);
        switch (notifying) {
            case NOSUB -> {
                transaction.respond(response.response(200));
                begin.accept(new Silent(settings.times().byeGrace()));
            }
            case EXPLICIT -> {
                ExplicitEvents.State state = desk.explicit().open();
                response.add(state.at(transaction.hop()));
                transaction.respond(response.response(200));
                begin.accept(state);
            }
            case DECLINED -> {
                int code = acceptCode(transaction.request());
                transaction.respond(response.add(HeaderName.REFER_SUB, "false").response(code));
                begin.accept(new Silent(settings.times().byeGrace()));
            }
            case IMPLICIT -> {
                transaction.respond(response.response(acceptCode(transaction.request())));
                long cseq = transaction.request().cseq().number();
                Event event = settings.refer().event(cseq, leg.countRefer());
                Request refer = transaction.request();
                Notified subscriber = Notified.of(leg);
                Subscription subscription =
                        new Subscription(subscriber, outside, rules(call, leg), refer, event);
                subscriptions.remember(leg, subscription);
                subscription.open();
                begin.accept(subscription);
            }
        }
    }

    private int acceptCode(Request refer) {
        return switch (settings.refer().acceptCode()) {
            case OK -> 200;
            case ACCEPTED -> 202;
            case AUTO -> usualCode(refer);
        };
    }

    /// RFC 7647 wants 200; phones that do not show that they know it expect 202 (`transfers.md`
    /// 0.6).
    private static int usualCode(Request refer) {
        boolean gruu =
                refer.contact()
                        .filter(
                                contact ->
                                        contact.uri() instanceof SipUri sip
                                                && sip.parameters().has("gr"))
                        .isPresent();
        return gruu || refer.header(HeaderName.TARGET_DIALOG).isPresent() ? 200 : 202;
    }

    /// Whether this REFER of a leg is carried out here without asking anybody.
    boolean consumes(Leg leg, Request refer) {
        TransferMode mode = leg.identity().transfer();
        boolean here = mode == TransferMode.CONSUME || mode == TransferMode.ATTENDED;
        return here && rights.may(leg, refer);
    }
}
