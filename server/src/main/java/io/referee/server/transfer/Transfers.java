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
import io.referee.sip.message.Header;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Uri;

import java.time.Duration;
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
    private final TransferSettings settings;
    private final Budget budget;
    private final Admission.Gate gate;
    private final Map<String, Running> transfers = new LinkedHashMap<>();
    private final Recovery recovery;
    private final ReferDoor phones;

    public Transfers(
            Outside outside,
            Supplier<Directory> directory,
            Router router,
            ReferTrust trust,
            TransferSettings settings) {
        this.outside = outside;
        this.directory = directory;
        this.settings = settings;
        this.budget = new Budget(settings);
        this.phones = new ReferDoor(this, outside, directory, trust, settings);
        this.recovery = new Recovery(directory, router, this);
        this.gate =
                new Admission.Gate(
                        outside, router, settings, budget, new Targets(directory, settings));
    }

    // ---- the door of the phones

    @Override
    public void referred(Call call, Leg leg, ServerTransaction transaction) {
        phones.referred(call, leg, transaction);
    }

    @Override
    public void subscribed(Leg leg, ServerTransaction transaction) {
        phones.subscribed(leg, transaction);
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

    /// Whether it may begin, and where it leads.
    Admission admit(Order order) {
        return gate.of(order);
    }

    /// Begins what was admitted.
    Running run(Order order, Route route, Asker asker) {
        requested(order);
        budget.started(order.payer(), outside.now());
        Transfer transfer =
                new Transfer(order, asker, settings, recovery, () -> budget.ended(order.payer()));
        remember(order.id(), transfer);
        transfer.start(route);
        return transfer;
    }

    /// Begins what shall make up for a transfer that failed. It was admitted with that one.
    void recover(Order order, Route route, Asker asker) {
        requested(order);
        Transfer transfer = new Transfer(order, asker, settings, recovery, () -> {});
        remember(order.id(), transfer);
        transfer.start(route);
    }

    /// Lets the doors find a transfer by its id, while it runs and for a while after.
    void remember(String id, Running transfer) {
        if (transfers.size() >= MAX_REMEMBERED) {
            transfers.remove(transfers.keySet().iterator().next());
        }
        transfers.put(id, transfer);
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
                        wanted.ringTimeout().orElse(settings.times().ring()),
                        wanted.onFail().or(settings.recovery().onFail()));
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

    /// A destination as people write it.
    Optional<Uri> target(String to) {
        if (to.isBlank() || to.length() > 255 || to.chars().anyMatch(c -> c < ' ' || c == 127)) {
            return Optional.empty();
        }
        if (to.startsWith("sip:") || to.startsWith("sips:") || to.startsWith("tel:")) {
            return Uri.parse(to);
        }
        int at = to.indexOf('@');
        String user = Escapes.escapeUser(at < 0 ? to : to.substring(0, at));
        String host = at < 0 ? directory.get().defaultDomain() : to.substring(at + 1);
        return Uri.parse("sip:" + user + '@' + host);
    }

    public Optional<TransferView> view(String id) {
        return Optional.ofNullable(transfers.get(id)).map(Running::view);
    }

    /// An account was changed or removed: transfers that it asked for end when it may not any more.
    ///
    /// @param aor `name@domain`
    public void accountChanged(String aor) {
        int at = aor.indexOf('@');
        Optional<Account> account =
                at < 0
                        ? Optional.empty()
                        : directory.get().account(aor.substring(0, at), aor.substring(at + 1));
        boolean denied = account.filter(found -> found.transfer() != TransferMode.DENY).isEmpty();
        if (denied) {
            boolean gone = account.isEmpty();
            List.copyOf(transfers.values())
                    .forEach(
                            transfer ->
                                    transfer.cutOff(
                                            order ->
                                                    order.payer().equals(aor)
                                                            && (gone
                                                                    || order.door()
                                                                            .equals("refer"))));
        }
    }

    /// What became of an abort.
    public enum Abort {
        ABORTED,
        TOO_LATE,
        NOT_FOUND
    }

    public Abort abort(String id) {
        Running transfer = transfers.get(id);
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
}
