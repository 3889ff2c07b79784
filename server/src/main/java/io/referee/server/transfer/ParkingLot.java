package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Arriving;
import io.referee.server.call.Call;
import io.referee.server.call.KeptPlace;
import io.referee.server.call.Leg;
import io.referee.server.transfer.TransferSettings.ParkRules;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The slots in which calls wait that were transferred to `park` or to the number of a slot
/// (`transfers.md` A12). Every owner has all of them. *Engine thread only.*
final class ParkingLot {
    private static final String PARK = "park";

    private final Transfers desk;
    private final Supplier<Directory> directory;
    private final Recovery recovery;
    private final ParkRules rules;
    private final Map<String, Map<Integer, Parking>> taken = new HashMap<>();

    ParkingLot(Transfers desk, Supplier<Directory> directory, Recovery recovery) {
        this.desk = desk;
        this.directory = directory;
        this.recovery = recovery;
        this.rules = desk.settings().park();
    }

    /// Who knows of all transfers.
    Transfers desk() {
        return desk;
    }

    /// Who calls back whoever parked a call that nobody came for.
    Recovery recovery() {
        return recovery;
    }

    /// Whether this is the name of the lot, or the number of one of its slots.
    boolean means(Uri target) {
        return named(target).filter(user -> user.equals(PARK) || slot(user) >= 0).isPresent();
    }

    private Optional<String> named(Uri target) {
        return target instanceof SipUri sip && directory.get().serves(sip.domain()) && rules.on()
                ? Optional.of(sip.plainUser())
                : Optional.empty();
    }

    /// -1 when it is none.
    private int slot(String user) {
        boolean digits =
                !user.isEmpty()
                        && user.length() <= ParkRules.DIGITS
                        && user.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(user) : -1;
        boolean same = digits && Integer.toString(number).equals(user);
        return same && number >= rules.first() && number <= rules.last() ? number : -1;
    }

    /// Parks the transferee; empty when there is no room.
    Optional<Running> park(Order order, Asker asker) {
        Map<Integer, Parking> mine = taken.computeIfAbsent(order.owner(), owner -> new TreeMap<>());
        int wanted = slot(named(order.target()).orElse(PARK));
        int slot = wanted < 0 ? firstFree(mine) : mine.containsKey(wanted) ? -1 : wanted;
        if (slot < 0) {
            return Optional.empty();
        }
        Parking.Place place = new Parking.Place(slot, Optional.empty());
        Parking parking = new Parking(order, place, asker, this);
        mine.put(slot, parking);
        desk.remember(order.id(), parking);
        parking.start();
        return Optional.of(parking);
    }

    /// Who waits on this leg; empty when nobody does.
    Optional<Parking> waiting(Leg leg) {
        return taken.values().stream()
                .flatMap(mine -> mine.values().stream())
                .filter(parking -> parking.waits() && parking.holds(leg))
                .findFirst();
    }

    /// Parks the transferee in the place of somebody who waits (`transfers.md` A5.2 rule 5).
    Running exchange(Order order, Parking before, Asker asker) {
        desk.begins(order, "attended", Optional.empty());
        Parking.Place place = new Parking.Place(before.slot(), Optional.of(before));
        Parking parking = new Parking(order, place, asker, this);
        desk.remember(order.id(), parking);
        parking.start();
        return parking;
    }

    // ---- a restart

    /// The slot in which a party of the call waits; empty when none does.
    Optional<KeptPlace> kept(Call call) {
        return in(call).map(Parking::kept);
    }

    private Optional<Parking> in(Call call) {
        return call.bridge().isPresent()
                ? Optional.empty()
                : taken.values().stream()
                        .flatMap(mine -> mine.values().stream())
                        .filter(parking -> parking.in(call))
                        .findFirst();
    }

    /// Who waited before a restart waits on, for as long as was left.
    void restore(Call call, KeptPlace kept) {
        Optional<Uri> target = Uri.parse(kept.target());
        Optional<Leg> waits = party(call, kept.leg());
        if (target.isPresent() && waits.isPresent()) {
            Order order = order(call, waits.get(), target.get(), kept);
            put(Parking.resumed(kept, order, this));
        }
    }

    private static Order order(Call call, Leg waits, Uri target, KeptPlace kept) {
        Leg parker =
                party(call, kept.by().leg())
                        .orElseGet(() -> call.legs().past(kept.by(), call.ids()));
        return new Order(
                        kept.transfer(),
                        kept.door(),
                        call,
                        parker,
                        waits,
                        target,
                        kept.payer(),
                        kept.referredBy(),
                        List.of(),
                        kept.ringTimeout(),
                        OnFail.RECALL)
                .of(kept.owner());
    }

    private static Optional<Leg> party(Call call, String id) {
        return call.parties().stream().filter(leg -> leg.id().equals(id)).findFirst();
    }

    /// Who waits in the call has lost what it heard.
    void calmAgain(Call call) {
        in(call).ifPresent(Parking::calmAgain);
    }

    // ---- who has which slot

    /// It has its slot now, whoever had that.
    void put(Parking parking) {
        taken.computeIfAbsent(parking.owner(), owner -> new TreeMap<>())
                .put(parking.slot(), parking);
    }

    private int firstFree(Map<Integer, Parking> mine) {
        int slot = rules.first();
        while (mine.containsKey(slot)) {
            slot++;
        }
        return slot > rules.last() ? -1 : slot;
    }

    /// It waits no longer; its slot is free, unless somebody else has it now.
    void free(Parking parking) {
        Map<Integer, Parking> mine = taken.get(parking.owner());
        if (mine != null) {
            mine.remove(parking.slot(), parking);
            if (mine.isEmpty()) {
                taken.remove(parking.owner());
            }
        }
    }

    /// An account that dials a slot of its owner gets who waits there; false when nobody does.
    boolean retrieves(Arriving arriving) {
        String owner = arriving.account().map(Account::owner).orElse("");
        int slot = named(arriving.invite().uri()).map(this::slot).orElse(-1);
        Parking parked = taken.getOrDefault(owner, Map.of()).get(slot);
        if (parked == null || !parked.waits()) {
            return false;
        }
        parked.retrieve(arriving);
        return true;
    }

    /// An account that names the dialog of who waits (RFC 5359 §2.15); false when it is not parked,
    /// or belongs to another owner.
    boolean retrieves(Arriving arriving, Leg named) {
        String owner = arriving.account().map(Account::owner).orElse("");
        Optional<Parking> parked =
                taken.getOrDefault(owner, Map.of()).values().stream()
                        .filter(parking -> parking.waits() && parking.holds(named))
                        .findFirst();
        parked.ifPresent(parking -> parking.retrieve(arriving));
        return parked.isPresent();
    }
}
