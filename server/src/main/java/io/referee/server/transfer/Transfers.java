package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.TransferMode;
import io.referee.server.account.Verdict;
import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.ReferDesk;
import io.referee.server.call.Route;
import io.referee.server.call.Router;
import io.referee.server.event.TransferFact;
import io.referee.sip.header.Event;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.subscription.ReferNotifying;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The one desk for transfers: every door brings an order here, it passes the same admission, runs
/// the same phases and is reported in the same way. *Engine thread only.*
public final class Transfers implements ReferDesk {
    /// Finished transfers that can still be looked at.
    static final int MAX_REMEMBERED = 10_000;

    private final Outside outside;
    private final Supplier<Directory> directory;
    private final ReferTrust trust;
    private final TransferSettings settings;
    private final Budget budget;
    private final Admission.Gate gate;
    private final Map<String, Transfer> transfers = new LinkedHashMap<>();

    /// By transferor leg: the subscriptions that a SUBSCRIBE may refresh.
    private final Map<String, List<Subscription>> subscriptions = new HashMap<>();

    public Transfers(
            Outside outside,
            Supplier<Directory> directory,
            Router router,
            ReferTrust trust,
            TransferSettings settings) {
        this.outside = outside;
        this.directory = directory;
        this.trust = trust;
        this.settings = settings;
        this.budget = new Budget(settings);
        this.gate = new Admission.Gate(outside, directory, router, settings, budget);
    }

    // ---- the door REFER

    @Override
    public void referred(Call call, Leg leg, ServerTransaction transaction) {
        Request refer = transaction.request();
        if (!leg.confirmed()) {
            respond(leg, transaction, 603, "Not answered yet");
            return;
        }
        if (leg.identity().transfer() != TransferMode.CONSUME || !mayTransfer(leg)) {
            forbid(call, leg, transaction);
            return;
        }
        switch (ReferRequest.read(refer)) {
            case ReferRequest.Unacceptable no -> {
                blocked(call, leg, refer, new Refusal(no.status(), no.reason(), ""));
                refuse(leg, transaction, no);
            }
            case ReferRequest.Readable yes -> trusted(call, leg, transaction, yes);
        }
    }

    private void forbid(Call call, Leg leg, ServerTransaction transaction) {
        String account = leg.identity().account();
        String setting =
                account.isEmpty()
                        ? "guests may not transfer; only accounts with `transfer: consume` may"
                        : "`transfer: consume` for account " + account;
        blocked(
                call,
                leg,
                transaction.request(),
                new Refusal(603, "Transfers are not allowed on this leg", setting));
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

    private static void respond(Leg leg, ServerTransaction transaction, int status, String reason) {
        transaction.respond(leg.session().responding(transaction).response(status, reason));
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
                        "blind",
                        leg.id(),
                        stays,
                        target,
                        leg.identity().account(),
                        refer.value(HeaderName.REFERRED_BY).orElse("")));
        leg.publish(
                new TransferFact.Blocked(
                        id, refusal.status(), refusal.reason(), refusal.setting()));
    }

    private void trusted(
            Call call, Leg leg, ServerTransaction transaction, ReferRequest.Readable refer) {
        Optional<Verdict> doubt = trust.doubt(leg, transaction);
        if (doubt.isEmpty()) {
            admit(call, leg, transaction, refer);
            return;
        }
        switch (doubt.get()) {
            case Verdict.Authenticated(Account account, List<Header> _) -> {
                if (account.aor().equals(leg.identity().account())) {
                    admit(call, leg, transaction, refer);
                } else {
                    respond(leg, transaction, 403, "Not your call");
                }
            }
            case Verdict.Challenged(List<Header> headers) ->
                    transaction.respond(
                            leg.session().responding(transaction).addAll(headers).response(401));
            case Verdict.Refused _ -> respond(leg, transaction, 403, "Forbidden");
        }
    }

    private void admit(
            Call call, Leg leg, ServerTransaction transaction, ReferRequest.Readable refer) {
        Order order =
                new Order(
                        call.legs().freshId('t'),
                        "refer",
                        call,
                        leg,
                        call.bridge().filter(b -> b.has(leg)).map(b -> b.other(leg)).orElse(leg),
                        refer.target(),
                        leg.identity().account(),
                        refer.referredBy(),
                        refer.headers(),
                        settings.ringTimeout(),
                        OnFail.RESTORE);
        switch (gate.of(order)) {
            case Admission.No(Refusal refusal) -> {
                blocked(call, leg, transaction.request(), refusal);
                MessageBuilder response = leg.session().responding(transaction);
                if (refusal.status() == 603) {
                    response.add(HeaderName.WARNING, "399 referee \"" + refusal.reason() + '"');
                }
                transaction.respond(response.response(refusal.status()));
            }
            case Admission.Yes(Route route) -> accept(order, route, transaction, refer.notifying());
        }
    }

    private void accept(
            Order order, Route route, ServerTransaction transaction, ReferNotifying notifying) {
        Leg leg = order.transferor();
        MessageBuilder response = leg.session().responding(transaction);
        switch (notifying) {
            case NOSUB, EXPLICIT -> { // the latter was refused before with 420
                transaction.respond(response.response(200));
                run(order, route, new Silent(settings));
            }
            case DECLINED -> {
                transaction.respond(response.add(HeaderName.REFER_SUB, "false").response(202));
                run(order, route, new Silent(settings));
            }
            case IMPLICIT -> {
                transaction.respond(response.response(acceptCode(transaction.request())));
                long cseq = transaction.request().cseq().number();
                Event event = ReferEvents.event(cseq, leg.countRefer());
                Subscription subscription = new Subscription(leg, outside, settings, event);
                remember(leg, subscription);
                subscription.open();
                run(order, route, subscription);
            }
        }
    }

    /// RFC 7647 wants 200; phones that do not show that they know it expect 202 (`transfers.md`
    /// 0.6).
    private static int acceptCode(Request refer) {
        boolean gruu =
                refer.contact()
                        .filter(
                                contact ->
                                        contact.uri() instanceof SipUri sip
                                                && sip.parameters().has("gr"))
                        .isPresent();
        return gruu || refer.header(HeaderName.of("Target-Dialog")).isPresent() ? 200 : 202;
    }

    /// A transferor that wants no NOTIFY still gets its time to hang up.
    private record Silent(TransferSettings settings) implements Asker {
        @Override
        public void progress(int status) {}

        @Override
        public void finished(int status, Runnable told) {
            told.run();
        }

        @Override
        public Duration byeGrace() {
            return settings.transferorByeGrace();
        }
    }

    private void remember(Leg leg, Subscription subscription) {
        List<Subscription> list = subscriptions.computeIfAbsent(leg.id(), id -> new ArrayList<>(1));
        list.removeIf(Subscription::over);
        list.add(subscription);
        sweepLater(leg);
    }

    private void sweepLater(Leg leg) {
        outside.schedule(settings.ringTimeout().plusSeconds(120), () -> sweep(leg));
    }

    private void sweep(Leg leg) {
        List<Subscription> list = subscriptions.getOrDefault(leg.id(), List.of());
        if (list.stream().allMatch(Subscription::over)) {
            subscriptions.remove(leg.id());
        } else {
            sweepLater(leg);
        }
    }

    @Override
    public void subscribed(Leg leg, ServerTransaction transaction) {
        Request request = transaction.request();
        if (!ReferEvents.isRefer(request)) {
            respond(leg, transaction, 489, "Bad Event");
            return;
        }
        Event event = ReferEvents.of(request).orElse(Event.REFER);
        for (Subscription one : subscriptions.getOrDefault(leg.id(), List.of()).reversed()) {
            if (!one.over() && one.isFor(event)) {
                long seconds = Numbers.parse(request.value(HeaderName.EXPIRES).orElse("60"), 60);
                long granted =
                        seconds == 0 ? 0 : settings.ringTimeout().plusSeconds(60).toSeconds();
                transaction.respond(
                        leg.session()
                                .responding(transaction)
                                .add(HeaderName.EXPIRES, Long.toString(granted))
                                .response(200));
                one.refresh(seconds);
                return;
            }
        }
        respond(leg, transaction, 403, "No such subscription");
    }

    // ---- running, the same for all doors

    private static void requested(Order order) {
        order.transferor()
                .publish(
                        new TransferFact.Requested(
                                order.id(),
                                order.door(),
                                "blind",
                                order.transferor().id(),
                                order.transferee().id(),
                                order.target().text(),
                                order.payer(),
                                order.referredBy()));
    }

    private Transfer run(Order order, Route route, Asker asker) {
        requested(order);
        budget.started(order.payer(), outside.now());
        Transfer transfer = new Transfer(order, asker, settings, () -> budget.ended(order.payer()));
        if (transfers.size() >= MAX_REMEMBERED) {
            transfers.remove(transfers.keySet().iterator().next());
        }
        transfers.put(order.id(), transfer);
        transfer.start(route);
        return transfer;
    }

    // ---- the HTTP doors

    /// What an HTTP door asks for.
    ///
    /// @param leg id of the leg that leaves
    /// @param to a URI, `user@domain`, or a user or number of the default domain
    /// @param ringTimeout empty for the default
    public record Wanted(
            String door,
            String leg,
            String to,
            Optional<Duration> ringTimeout,
            OnFail onFail,
            List<Header> headers) {}

    /// Transfers the party opposite to `leg` to a target; the owner of the API key pays.
    public Answer begin(Call call, Wanted wanted) {
        Optional<Bridge> bridge = call.bridge();
        Optional<Leg> leaving =
                call.parties().stream().filter(leg -> leg.id().equals(wanted.leg())).findFirst();
        if (leaving.isEmpty()) {
            return new Answer.NotFound("leg " + wanted.leg());
        }
        Leg leg = leaving.get();
        if (bridge.isEmpty() || !bridge.get().has(leg) || !leg.confirmed()) {
            return new Answer.Refused(new Refusal(480, "The call is not answered", ""));
        }
        Optional<Uri> target = target(wanted.to());
        if (target.isEmpty()) {
            return new Answer.Refused(
                    new Refusal(400, "The target cannot be read: " + wanted.to(), ""));
        }
        Order order =
                new Order(
                        call.legs().freshId('t'),
                        wanted.door(),
                        call,
                        leg,
                        bridge.get().other(leg),
                        target.get(),
                        payer(leg, call),
                        "<sip:" + payer(leg, call) + '>',
                        wanted.headers(),
                        wanted.ringTimeout().orElse(settings.ringTimeout()),
                        wanted.onFail());
        return switch (gate.of(order)) {
            case Admission.No(Refusal refusal) -> {
                requested(order);
                call.publish(
                        new TransferFact.Blocked(
                                order.id(), refusal.status(), refusal.reason(), refusal.setting()));
                yield new Answer.Refused(refusal);
            }
            case Admission.Yes(Route route) ->
                    new Answer.Started(run(order, route, Asker.Watching.INSTANCE).view());
        };
    }

    private String payer(Leg leg, Call call) {
        String account = leg.identity().account();
        return account.isEmpty()
                ? call.ids().owner() + '@' + directory.get().defaultDomain()
                : account;
    }

    private Optional<Uri> target(String to) {
        if (to.isBlank() || to.length() > 255 || to.chars().anyMatch(c -> c < ' ' || c == 127)) {
            return Optional.empty();
        }
        if (to.startsWith("sip:") || to.startsWith("tel:")) {
            return Uri.parse(to);
        }
        int at = to.indexOf('@');
        String user = Escapes.escapeUser(at < 0 ? to : to.substring(0, at));
        String host = at < 0 ? directory.get().defaultDomain() : to.substring(at + 1);
        return Uri.parse("sip:" + user + '@' + host);
    }

    public Optional<TransferView> view(String id) {
        return Optional.ofNullable(transfers.get(id)).map(Transfer::view);
    }

    /// What became of an abort.
    public enum Abort {
        ABORTED,
        TOO_LATE,
        NOT_FOUND
    }

    public Abort abort(String id) {
        Transfer transfer = transfers.get(id);
        if (transfer == null) {
            return Abort.NOT_FOUND;
        }
        return transfer.abort("Aborted by request") ? Abort.ABORTED : Abort.TOO_LATE;
    }

    /// Whether the sender of a REFER is who the leg belongs to.
    public interface ReferTrust {
        /// Empty when the sender is trusted as it is (it sends from where the leg lives); otherwise
        /// the outcome of its authentication.
        Optional<Verdict> doubt(Leg leg, ServerTransaction transaction);
    }

    /// Whether the account behind a leg still exists and still may: a removed account transfers
    /// nothing.
    private boolean mayTransfer(Leg leg) {
        String aor = leg.identity().account();
        int at = aor.indexOf('@');
        Optional<Account> account =
                at < 0
                        ? Optional.empty()
                        : directory.get().account(aor.substring(0, at), aor.substring(at + 1));
        return account.isPresent() && account.get().transfer() == TransferMode.CONSUME;
    }
}
