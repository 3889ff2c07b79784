package io.referee.server.transfer;

import io.referee.server.account.Credit;
import io.referee.server.account.Directory;
import io.referee.server.call.Adoption;
import io.referee.server.call.Arriving;
import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.ReferDesk;
import io.referee.server.call.Route;
import io.referee.server.call.Router;
import io.referee.server.call.Switchboard;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Request;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The one desk for transfers: every door brings an order here, it passes the same admission, runs
/// the same phases and is reported in the same way. *Engine thread only.*
public final class Transfers implements ReferDesk {
    private final Outside outside;
    private final Supplier<Directory> directory;
    private final TransferSettings settings;
    private final Budget budget;
    private final Admission.Gate gate;
    private final Redirects redirects;
    private final Remembered transfers;
    private final Recovery recovery;
    private final ReferDoor phones;
    private @Nullable ReplacesDesk replacing;
    private final SentRefers sent;
    private final ReferredCalls referred;
    private final ReferSender sender;
    private final PassDoor passing;
    private final EventDialogs dialogs;
    private final ExplicitEvents explicit;
    private Credit credit = Credit.UNLIMITED;
    private final CutOffs cutOffs;
    private final LeftBehind left = new LeftBehind();
    private final ParkingLot lot;
    private @Nullable OutOfDialog outOfDialog;
    private @Nullable CallPlacer placer;

    public Transfers(
            Outside outside,
            Supplier<Directory> directory,
            Router router,
            ReferTrust trust,
            TransferSettings settings) {
        this.outside = outside;
        this.transfers = new Remembered(outside::now);
        this.directory = directory;
        this.settings = settings;
        this.budget = new Budget(settings);
        this.dialogs = new EventDialogs(outside, settings);
        this.explicit = new ExplicitEvents(outside, settings, dialogs, trust::guessed);
        this.sent = new SentRefers(outside);
        this.referred = new ReferredCalls(outside);
        this.sender = new ReferSender(this, settings, sent, referred);
        this.passing = new PassDoor(this, settings, sent, referred);
        this.phones = new ReferDoor(this, outside, directory, trust, passing);
        this.recovery = new Recovery(directory, router, this);
        this.lot = new ParkingLot(this, directory, recovery);
        this.cutOffs = new CutOffs(directory, transfers.all());
        this.gate =
                new Admission.Gate(
                        outside,
                        router,
                        settings,
                        budget,
                        new Targets(directory, settings),
                        this::affords,
                        lot);
        this.redirects = new Redirects(this, gate, router, directory);
    }

    TimeLimit timeLimit() {
        return new TimeLimit(settings.limits().alone(), left, replacing()::talking);
    }

    /// Whether this account, or owner, may begin what costs.
    boolean affords(String payer) {
        return !credit.exhausted(payer);
    }

    /// The switchboard whose calls it moves; to be said once, before anything comes in.
    ///
    /// @param known what accounts have left that pay in advance
    public void at(Switchboard switchboard, Credit known) {
        credit = known;
        ReplacesDesk replaces = new ReplacesDesk(this, directory, switchboard, settings);
        replacing = replaces;
        passing.target().grants(replaces.takeovers().grants());
        passing.target().related(replaces::related);
        passing.target().serving(domain -> directory.get().serves(domain));
    }

    /// Who knows what a Replaces means.
    ReplacesDesk replacing() {
        if (replacing == null) {
            throw new IllegalStateException("no switchboard yet");
        }
        return replacing;
    }

    // ---- the door of the phones

    @Override
    public void referred(Call call, Leg leg, ServerTransaction transaction) {
        phones.referred(call, leg, transaction);
    }

    @Override
    public void arrived(Arriving arriving) {
        replacing().takeovers().arrived(arriving);
    }

    @Override
    public boolean retrieves(Arriving arriving) {
        return lot.retrieves(arriving);
    }

    /// Who knows what of transfers has to outlive a restart.
    public AfterRestart aftermath() {
        return new AfterRestart(phones.interrupted(), lot, left, budget);
    }

    /// Where calls wait that were parked.
    ParkingLot lot() {
        return lot;
    }

    @Override
    public void subscribed(Leg leg, ServerTransaction transaction) {
        phones.subscribed(leg, transaction);
    }

    @Override
    public void notified(Leg leg, ServerTransaction transaction) {
        sent.notified(leg, transaction);
    }

    /// Who takes what comes outside of calls, and who places calls. To be said before anything
    /// comes.
    public void outside(OutOfDialog door, CallPlacer caller, Switchboard switchboard) {
        outOfDialog = door;
        placer = caller;
        passing.at(switchboard);
    }

    private static <T> T known(@Nullable T one) {
        if (one == null) {
            throw new IllegalStateException("nobody takes what is outside of calls");
        }
        return one;
    }

    /// Places a call: one phone is rung, then the other.
    public Placed place(CallOrder order) {
        return known(placer).place(order);
    }

    /// Calls a number back as the owner's plan named `webcallback` says: the phone that it dials
    /// for the number is rung, then the number is called from there.
    ///
    /// @return why not, as far as that is known yet: a script may take its time
    public Optional<Refusal> callBack(String owner, String number) {
        return known(placer).callBack(owner, number);
    }

    EventDialogs dialogs() {
        return dialogs;
    }

    ExplicitEvents explicit() {
        return explicit;
    }

    @Override
    public void referredOutside(ServerTransaction transaction) {
        known(outOfDialog).referred(transaction);
    }

    @Override
    public void subscribedOutside(ServerTransaction transaction) {
        known(outOfDialog).subscribed(transaction);
    }

    @Override
    public boolean within(ServerTransaction transaction) {
        return dialogs.within(transaction) || phones.within(transaction);
    }

    /// Whether a REFER from this leg is carried out here.
    boolean mayConsume(Leg leg, Request refer) {
        return phones.consumes(leg, refer);
    }

    @Override
    public Request arriving(Request invite) {
        return referred.arriving(invite);
    }

    @Override
    public void began(Call call, Leg caller, Request invite) {
        referred.began(call, caller, invite);
    }

    // ---- running, the same for all doors

    static void requested(Order order, String kind) {
        requested(order, kind, Optional.empty());
    }

    /// @param other the call that is joined
    static void requested(Order order, String kind, Optional<TransferFact.OtherCall> other) {
        order.transferor().publish(order.asked(kind).joining(other));
    }

    /// The same, unless the owner was asked before: then it was told already.
    void begins(Order order, String kind, Optional<TransferFact.OtherCall> other) {
        if (!transfers.knows(order.id())) {
            requested(order, kind, other);
        }
    }

    /// Asks the owner first.
    Running ask(Asking.Question question, Asker asker) {
        Order order = question.order();
        budget.started(order, outside.now());
        Asking asking = new Asking(question, asker, this);
        remember(order.id(), asking);
        asking.start();
        return asking;
    }

    /// Who is asked about a REFER of an account with the mode `ask`.
    public void plans(ReferPlans plans) {
        phones.plans(plans);
    }

    /// Where transfers are counted.
    Budget budget() {
        return budget;
    }

    /// A transfer that will not begin.
    Transfer unbegun(Order order, Asker asker) {
        return new Transfer(order, asker, settings, recovery, () -> {});
    }

    /// Whether it may begin, and where it leads.
    Admission admit(Order order) {
        return gate.of(order);
    }

    /// Who says what may begin.
    Admission.Gate gate() {
        return gate;
    }

    /// Why nothing may begin on the call now, whoever would carry it out.
    Optional<Refusal> forbids(Order order) {
        return gate.forbids(order);
    }

    /// Why nobody may be sent elsewhere by REFER now.
    Optional<Refusal> forbidsSending(Order order) {
        return gate.forbidsSending(order);
    }

    /// Counts a transfer as running; what is returned says that it is over.
    Runnable begun(Order order) {
        budget.started(order, outside.now());
        return () -> budget.ended(order.payer());
    }

    /// Begins what was admitted.
    Running run(Order order, Route route, Asker asker) {
        begins(order, "blind", Optional.empty());
        Optional<Running> parked =
                lot.means(order.target()) ? lot.park(order, asker) : Optional.empty();
        if (parked.isPresent()) {
            return parked.get();
        }
        gate.begins(order, route);
        Transfer transfer = new Transfer(order, asker, settings, recovery, begun(order));
        remember(order.id(), transfer);
        transfer.start(route);
        return transfer;
    }

    /// Joins two calls that both talk.
    Running run(Attended.Plan plan, Asker asker) {
        Order order = plan.order();
        begins(order, plan.kind(), Optional.of(plan.second().named()));
        Attended.Afterwards afterwards = new Attended.Afterwards(recovery, timeLimit());
        Attended transfer = new Attended(plan, asker, settings, afterwards, begun(order));
        remember(order.id(), transfer);
        transfer.start();
        return transfer;
    }

    /// Lets a newcomer take the place of a leg.
    void run(Takeover takeover) {
        remember(takeover.id(), takeover);
        takeover.start(timeLimit());
    }

    /// Goes on with a call that rings already.
    Running run(Order order, Adoption ringing, Asker asker) {
        begins(order, "attended", ringing.rung().map(leg -> other(ringing, leg)));
        Transfer transfer = new Transfer(order, asker, settings, recovery, begun(order));
        remember(order.id(), transfer);
        transfer.start(ringing);
        return transfer;
    }

    static TransferFact.OtherCall other(Adoption ringing, Leg leg) {
        return new TransferFact.OtherCall(ringing.call().id(), ringing.caller().id(), leg.id());
    }

    /// Begins what shall make up for a transfer that failed. It was admitted with that one.
    void recover(Order order, Route route, Asker asker) {
        requested(order, "blind");
        gate.begins(order, route);
        Transfer transfer = new Transfer(order, asker, settings, recovery, () -> {});
        remember(order.id(), transfer);
        transfer.start(route);
    }

    /// Lets the doors find a transfer by its id, while it runs and for a while after.
    void remember(String id, Running transfer) {
        transfers.add(id, transfer);
    }

    // ---- the HTTP doors

    /// Transfers the party opposite to `leg` to a target; see [Charge] for who pays.
    public Answer begin(Call call, WantedTransfer wanted) {
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
        Charge charge = charge(leg, call);
        Order order =
                new Order(
                                call.legs().freshId('t'),
                                wanted.door(),
                                call,
                                leg,
                                bridge.get().other(leg),
                                target.get(),
                                charge.payer(),
                                charge.referredBy(),
                                wanted.headers(),
                                wanted.ringTimeout().orElse(settings.times().ring()),
                                wanted.onFail())
                        .in(wanted.manner());
        return switch (gate.of(order)) {
            case Admission.No(Refusal refusal) -> {
                requested(order, "blind");
                call.publish(
                        new TransferFact.Blocked(
                                order.id(), refusal.status(), refusal.reason(), refusal.setting()));
                yield new Answer.Refused(refusal);
            }
            case Admission.Yes(Route route) ->
                    new Answer.Started(run(order, route, Asker.Watching.INSTANCE).view());
        };
    }

    /// Sends a call that still rings elsewhere (`transfers.md` A17).
    ///
    /// @param to a URI, `user@domain`, or a user or number of the default domain
    public Answer redirect(Call call, String to) {
        return redirects.elsewhere(call, to);
    }

    Redirects redirects() {
        return redirects;
    }

    /// Joins two calls: of each, one leg leaves.
    public Answer join(Joining wanted) {
        return wanted.begin(this, wanted.call().legs().freshId('t'), settings);
    }

    /// Sends a party of a call elsewhere by a REFER of ours (`transfers.md` A3).
    public Answer sendRefer(Call call, WantedRefer wanted) {
        return sender.send(call, wanted);
    }

    /// Sends both parties of a call elsewhere, or neither.
    ///
    /// @return one answer for each, or the one why not
    public List<Answer> sendRefers(Call call, WantedRefer first, WantedRefer second) {
        return sender.send(call, first, second);
    }

    /// Who pays for what an HTTP door asks for when this leg leaves.
    Charge charge(Leg leg, Call call) {
        return Charge.of(leg, call, directory.get());
    }

    /// A destination as people write it.
    Optional<Uri> target(String to) {
        return Written.target(to, directory.get().defaultDomain());
    }

    public Optional<TransferView> view(String id) {
        return transfers.find(id).map(Running::view);
    }

    /// What is known of the REFER that was sent for a transfer; zeros without one.
    public ReferStanding refer(String id) {
        return transfers.find(id).map(Running::refer).orElse(ReferStanding.NONE);
    }

    TransferSettings settings() {
        return settings;
    }

    /// The credit of an account is used up: its transfers end as far as they are not complete, and
    /// the calls of the legs that it pays for.
    ///
    /// @param account `name@domain`
    /// @param legs ids of the legs
    public void exhausted(String account, List<String> legs) {
        cutOffs.exhausted(account, legs, replacing()::talking);
    }

    /// An account was changed or removed: transfers that it asked for end when it may not any more,
    /// and what it goes on paying for ends after a grace.
    ///
    /// @param aor `name@domain`
    public void accountChanged(String aor) {
        cutOffs.changed(aor);
        left.changed(aor, cutOffs, this::afterGrace, replacing()::talking);
    }

    private void afterGrace(Runnable then) {
        outside.schedule(settings.recovery().cutGrace(), then);
    }

    /// What became of an abort.
    public enum Abort {
        ABORTED,
        TOO_LATE,
        NOT_FOUND
    }

    public Abort abort(String id) {
        Optional<Running> transfer = transfers.find(id);
        if (transfer.isEmpty()) {
            return Abort.NOT_FOUND;
        }
        return transfer.get().abort("Aborted by request") ? Abort.ABORTED : Abort.TOO_LATE;
    }

    /// What became of the word of an owner.
    public enum Word {
        TAKEN,
        NOT_ASKED,
        NOT_FOUND
    }

    /// The owner who was asked about a transfer decides.
    public Word decide(String id, OwnerSays word) {
        Optional<Running> transfer = transfers.find(id);
        if (transfer.isEmpty()) {
            return Word.NOT_FOUND;
        }
        return transfer.get() instanceof Asking asking && asking.decide(word)
                ? Word.TAKEN
                : Word.NOT_ASKED;
    }
}
