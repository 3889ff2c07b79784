package io.referee.server.transfer;

import io.referee.server.account.Directory;
import io.referee.server.call.Adoption;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.Route;
import io.referee.server.call.Switchboard;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What an attended transfer leads to: the call that its Replaces names is joined with the one it
/// is asked in, be it up (`transfers.md` A5.2, A5.5), still ringing (A5.4) or parked. *Engine
/// thread only.*
final class ReplacesDesk {
    private final Transfers desk;
    private final Outside outside;
    private final Supplier<Directory> directory;
    private final Switchboard switchboard;
    private final TransferSettings settings;
    private final DialogFinder finder;
    private final Takeovers takeovers;

    ReplacesDesk(
            Transfers desk,
            Supplier<Directory> directory,
            Switchboard switchboard,
            TransferSettings settings) {
        this.desk = desk;
        this.outside = switchboard.legs().outside();
        this.directory = directory;
        this.switchboard = switchboard;
        this.settings = settings;
        this.finder = new DialogFinder(directory, switchboard, settings.replaces());
        this.takeovers = new Takeovers(desk, switchboard, settings, finder);
    }

    /// Who takes INVITEs with Replaces.
    Takeovers takeovers() {
        return takeovers;
    }

    /// Whether an account may name the dialog of a leg: its own, or one of the same owner or group.
    boolean related(Leg leg, String account) {
        return finder.related(leg, account);
    }

    /// The call that the leg with this id is still a party of: one that was let go is not.
    Optional<Call> talking(String id) {
        return switchboard
                .legs()
                .leg(id)
                .flatMap(leg -> switchboard.callOf(leg).filter(c -> c.parties().contains(leg)));
    }

    /// Whether it may begin.
    sealed interface Decision {
        /// @param begin what begins it, with whoever wants to know
        /// @param other the call that is joined, when both of it talk
        /// @param again decides later, when the world may have changed
        record Yes(Consumer<Asker> begin, Optional<Side> other, Supplier<Decision> again)
                implements Decision {}

        record No(Refusal refusal) implements Decision {}
    }

    private static Decision no(int status, String reason) {
        return no(status, reason, "");
    }

    private static Decision no(int status, String reason, String setting) {
        return new Decision.No(new Refusal(status, reason, setting));
    }

    /// A REFER, with Replaces or without; nothing is changed by asking.
    Decision decide(Order order, Optional<Replaces> replaces) {
        return replaces.map(named -> decide(order, named)).orElseGet(() -> blind(order));
    }

    private Decision blind(Order order) {
        return switch (desk.admit(order)) {
            case Admission.No(Refusal refusal) -> new Decision.No(refusal);
            case Admission.Yes(Route route) ->
                    new Decision.Yes(
                            asker -> desk.run(order, route, asker),
                            Optional.empty(),
                            () -> blind(order));
        };
    }

    private Decision decide(Order order, Replaces replaces) {
        Optional<Leg> named = finder.find(replaces, order.payer());
        if (named.isEmpty()) {
            return unknown(order, replaces);
        }
        Leg leg = named.get();
        Optional<Call> call = switchboard.callOf(leg);
        if (replaces.when() == Replaces.When.EARLY_ONLY && leg.confirmed()) {
            return no(603, "The dialog that Replaces names is answered");
        }
        if (!finder.related(leg, order.payer())) {
            return no(
                    603,
                    "The dialog that Replaces names is somebody else's",
                    "accounts of one owner, or of one `transferGroup`, may take over each other's"
                            + " calls");
        }
        return call.isEmpty() || call.get() == order.call()
                ? no(603, "The dialog that Replaces names is of this very call")
                : with(order, call.get(), leg);
    }

    private Decision with(Order order, Call call, Leg leg) {
        Optional<Refusal> refusal = refusal(order, call, leg);
        if (refusal.isPresent()) {
            return new Decision.No(refusal.get());
        }
        Optional<Side> talking = Side.of(call, leg);
        if (talking.isPresent()) {
            Side here = new Side(order.call(), order.transferor(), order.transferee());
            Attended.Plan plan = new Attended.Plan(order, "attended", here, talking.get());
            return new Decision.Yes(
                    asker -> desk.run(plan, asker), talking, () -> with(order, call, leg));
        }
        Optional<Parking> parked = desk.lot().waiting(leg);
        if (parked.isPresent()) {
            return new Decision.Yes(
                    asker -> desk.lot().exchange(order, parked.get(), asker),
                    Optional.empty(),
                    () -> with(order, call, leg));
        }
        Optional<Adoption> ringing = Adoption.of(call, leg);
        return ringing.isPresent()
                ? new Decision.Yes(
                        asker -> desk.run(order, ringing.get(), asker),
                        Optional.empty(),
                        () -> with(order, call, leg))
                : no(603, "Nobody is at the other end of the dialog that Replaces names");
    }

    /// Why the two calls cannot be joined now; the same for all doors.
    ///
    /// @param leaving the leg of the other call that leaves it
    Optional<Refusal> refusal(Order order, Call other, Leg leaving) {
        if (other.guarded()) {
            return Optional.of(new Refusal(491, "A transfer is running on this call", ""));
        }
        int most = settings.limits().depth();
        Optional<Refusal> never = desk.forbids(order);
        if (never.isEmpty() && other.depth() >= most) {
            return Optional.of(
                    new Refusal(603, "This call was transferred " + most + " times", ""));
        }
        return never.or(() -> new SipsRule(settings).objection(order, other, leaving));
    }

    /// Of a dialog that is not ours only another server can know.
    private Decision unknown(Order order, Replaces replaces) {
        if (ours(order)) {
            return no(603, "There is no dialog as Replaces names it");
        }
        if (!settings.replaces().remote()) {
            return no(
                    603,
                    "Replaces names a dialog of another server",
                    "`replaces.remote` in the configuration");
        }
        List<Header> headers = new ArrayList<>(order.headers());
        headers.add(Header.of(HeaderName.REPLACES, replaces.text()));
        Order carried = order.with(headers);
        return switch (desk.admit(carried)) {
            case Admission.No(Refusal refusal) -> new Decision.No(refusal);
            case Admission.Yes(Route route) ->
                    new Decision.Yes(
                            asker -> desk.run(carried, route, asker),
                            Optional.empty(),
                            () -> unknown(order, replaces));
        };
    }

    private boolean ours(Order order) {
        return !(order.target() instanceof SipUri uri)
                || directory.get().serves(uri.domain())
                || outside.localAddress(order.transferor().session().hop())
                        .host()
                        .equals(uri.host());
    }
}
