package io.referee.server.event;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Facts in the words of OpenSIPS' module for call operations: `E_CALL_TRANSFER` and `E_CALL_HOLD`
/// (`transfers.md` C.5). *Immutable, any thread.*
///
/// A transfer is told as `start` when its new call begins (where none is made, when it is accepted;
/// one by a REFER of ours, when that is asked for), `notify` as it goes on, and `ok` or `fail`
/// once. What policy refuses never starts and is not told, but for a REFER of ours. When two calls
/// are joined each of them has such a set of its own. The two ends of one conversation have a
/// Call-ID each here: `callid` is that of the end that called, `leg` says which end is moved.
///
/// @param history what happened in the call before, for the ids that a fact alone does not tell;
///   while nothing is kept of it, such ids are empty
public record CallopsEvents(Collection<Event> history) {
    /// The name of a transfer's notification.
    public static final String TRANSFER = "E_CALL_TRANSFER";

    /// The name of a hold's notification.
    public static final String HOLD = "E_CALL_HOLD";

    private static final String BY_TRANSFER = "transfer:";

    /// Who holds when no phone does.
    private static final String SERVER = "server";

    /// A notification: its method and its parameters, in the order in which they are documented.
    public record Notification(String method, Map<String, Object> parameters) {}

    /// The kind of a transfer by a REFER of ours.
    private static final String REFER = "refer";

    /// One dialog that a transfer moves.
    ///
    /// @param leaving leg id of the end that leaves
    /// @param staying leg id of the end that is moved
    /// @param to the leg that it is brought to, once there is one
    private record Moved(
            String leaving, String staying, Optional<LegFact.Created> to, String destination) {}

    /// The other call that this fact's transfer joins, whose events belong to the history.
    public static Optional<String> otherCall(Collection<Event> history, Fact fact) {
        return fact instanceof TransferFact f
                ? new CallopsEvents(history)
                        .asked(f)
                        .flatMap(TransferFact.Requested::other)
                        .map(TransferFact.OtherCall::call)
                : Optional.empty();
    }

    /// Whether such a fact may be told at all: only then the history is needed.
    public static boolean concerns(Fact fact) {
        return switch (fact) {
            case TransferFact _, CallFact.Held _, CallFact.Resumed _, CallFact.HoldStep _ -> true;
            case LegFact.Created f -> f.createdBy().startsWith(BY_TRANSFER);
            default -> false;
        };
    }

    /// What an event is in these words; mostly nothing.
    public List<Notification> of(Event event) {
        return switch (event.fact()) {
            case LegFact.Created f when f.createdBy().startsWith(BY_TRANSFER) ->
                    called(f.createdBy().substring(BY_TRANSFER.length()), f);
            case TransferFact f -> transfer(f);
            case CallFact.HoldStep f -> List.of(step(event, f));
            case CallFact.Held f when !f.by().equals(SERVER) -> hold(event, f.by(), "hold");
            case CallFact.Resumed f when !f.by().equals(SERVER) -> hold(event, f.by(), "unhold");
            default -> List.of();
        };
    }

    /// The target is called: the first time, the transfer starts.
    private List<Notification> called(String id, LegFact.Created leg) {
        Optional<TransferFact.Requested> asked = asked(id);
        if (asked.isEmpty() || newLeg(id).isPresent()) {
            return List.of();
        }
        return begun(
                new Moved(
                        asked.get().transferor(),
                        asked.get().transferee(),
                        Optional.of(leg),
                        leg.requestUri()));
    }

    private List<Notification> begun(Moved moved) {
        return List.of(told(moved, "start", ""), told(moved, "notify", "100 Trying"));
    }

    private List<Notification> transfer(TransferFact fact) {
        Optional<TransferFact.Requested> known = asked(fact);
        if (known.isEmpty()) {
            return List.of();
        }
        TransferFact.Requested asked = known.get();
        boolean ours = asked.kind().equals(REFER);
        return switch (fact) {
            case TransferFact.Requested _ -> ours ? each(asked, "start", "") : List.of();
            case TransferFact.Accepted _ when ours -> each(asked, "notify", "100 Trying");
            case TransferFact.Accepted _ when !asked.kind().equals("blind") ->
                    moved(asked).stream().flatMap(one -> begun(one).stream()).toList();
            case TransferFact.Ringing f -> end(asked, "notify", f.status(), "");
            case TransferFact.Completed f -> end(asked, "ok", f.status(), "");
            case TransferFact.Failed f -> failed(asked, f);
            case TransferFact.Unknown f -> end(asked, "fail", f.status(), f.reason());
            case TransferFact.Aborted f -> end(asked, "fail", f.status(), f.reason());
            case TransferFact.Blocked _ -> ours ? each(asked, "fail", "") : List.of();
            case TransferFact _ -> List.of();
        };
    }

    /// A REFER that was passed on and that the phone refuses has begun nevertheless.
    private List<Notification> failed(TransferFact.Requested asked, TransferFact.Failed failed) {
        List<Notification> end = end(asked, "fail", failed.status(), failed.reason());
        boolean told =
                asked.kind().equals("blind")
                        || asked.kind().equals(REFER)
                        || facts(TransferFact.Accepted.class)
                                .anyMatch(f -> f.transfer().equals(asked.transfer()));
        return told ? end : Stream.of(each(asked, "start", ""), end).flatMap(List::stream).toList();
    }

    private List<Notification> end(
            TransferFact.Requested asked, String state, int status, String reason) {
        boolean begun = newLeg(asked.transfer()).isPresent() || !asked.kind().equals("blind");
        String words = reason.isEmpty() ? phrase(status) : reason;
        return each(asked, state, begun ? (status + " " + words).strip() : "");
    }

    private List<Notification> each(TransferFact.Requested asked, String state, String status) {
        return moved(asked).stream().map(one -> told(one, state, status)).toList();
    }

    /// The dialogs that it moves: that of the transferee, and that of the target when it joins two
    /// calls. What one end is brought to is the other.
    private List<Moved> moved(TransferFact.Requested asked) {
        Optional<TransferFact.OtherCall> other = asked.other();
        Optional<LegFact.Created> target =
                newLeg(asked.transfer())
                        .or(() -> other.map(TransferFact.OtherCall::staying).flatMap(this::leg));
        String destination = target.map(LegFact.Created::requestUri).orElse(asked.target());
        Moved first = new Moved(asked.transferor(), asked.transferee(), target, destination);
        Optional<LegFact.Created> transferee = leg(asked.transferee());
        String back = transferee.map(CallopsEvents::reached).orElse("");
        return other.map(o -> new Moved(o.leaving(), o.staying(), transferee, back))
                .map(second -> List.of(first, second))
                .orElse(List.of(first));
    }

    /// Where the party of a leg is: as it was called, or as it called.
    private static String reached(LegFact.Created leg) {
        return leg.direction().equals("in") ? leg.from() : leg.requestUri();
    }

    /// The phrases of the two that come without a reason.
    private static String phrase(int status) {
        return switch (status) {
            case 180 -> "Ringing";
            case 181 -> "Call Is Being Forwarded";
            case 182 -> "Queued";
            case 183 -> "Session Progress";
            case 200 -> "OK";
            default -> "";
        };
    }

    private Notification told(Moved moved, String state, String status) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("callid", callIdOf(moved.leaving(), moved.staying()));
        parameters.put("leg", side(moved.staying()));
        parameters.put("transfer_callid", moved.to().map(LegFact.Created::sipCallId).orElse(""));
        parameters.put("destination", state.equals("notify") ? "" : moved.destination());
        parameters.put("state", state);
        parameters.put("status", status);
        return new Notification(TRANSFER, parameters);
    }

    /// The server holds an end: each step is told.
    private Notification step(Event event, CallFact.HoldStep fact) {
        String leg = legOf(fact.sipCallId());
        String callId = callIdOf(leg, other(event.call(), leg));
        return holding(
                callId.isEmpty() ? fact.sipCallId() : callId,
                fact.side(),
                fact.action(),
                fact.state());
    }

    private static Notification holding(String callId, String leg, String action, String state) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("callid", callId);
        parameters.put("leg", leg);
        parameters.put("action", action);
        parameters.put("state", state);
        return new Notification(HOLD, parameters);
    }

    private String legOf(String sipCallId) {
        for (Event event : history) {
            if (event.fact() instanceof LegFact.Created f && f.sipCallId().equals(sipCallId)) {
                return event.leg();
            }
        }
        return "";
    }

    /// A phone holds the other end: that is the leg which is on hold. It is told when it is done.
    private List<Notification> hold(Event event, String by, String action) {
        String other = other(event.call(), by);
        return List.of(holding(callIdOf(by, other), side(other), action, "ok"));
    }

    /// The leg that hears the given one: of the bridge that began last.
    private String other(String call, String leg) {
        String found = "";
        for (Event event : history) {
            if (event.call().equals(call) && event.fact() instanceof BridgeFact.Started f) {
                if (f.legX().equals(leg)) {
                    found = f.legY();
                } else if (f.legY().equals(leg)) {
                    found = f.legX();
                }
            }
        }
        return found;
    }

    private Optional<TransferFact.Requested> asked(TransferFact fact) {
        return fact instanceof TransferFact.Requested asked
                ? Optional.of(asked)
                : asked(fact.transfer());
    }

    private Optional<TransferFact.Requested> asked(String transfer) {
        return facts(TransferFact.Requested.class)
                .filter(f -> f.transfer().equals(transfer))
                .findFirst();
    }

    /// The first leg that was placed for a transfer, else the one that answered it, else the one of
    /// the phone that a REFER made call.
    private Optional<LegFact.Created> newLeg(String transfer) {
        return facts(LegFact.Created.class)
                .filter(f -> f.createdBy().equals(BY_TRANSFER + transfer))
                .findFirst()
                .or(
                        () ->
                                facts(TransferFact.Answered.class)
                                        .filter(f -> f.transfer().equals(transfer))
                                        .findFirst()
                                        .flatMap(f -> leg(f.targetLeg())))
                .or(() -> linked(transfer));
    }

    private Optional<LegFact.Created> linked(String transfer) {
        Optional<String> call =
                history.stream()
                        .filter(
                                event ->
                                        event.fact() instanceof CallFact.Related f
                                                && f.transfer().equals(transfer))
                        .map(Event::call)
                        .findFirst();
        return history.stream()
                .filter(event -> call.filter(event.call()::equals).isPresent())
                .map(Event::fact)
                .filter(LegFact.Created.class::isInstance)
                .map(LegFact.Created.class::cast)
                .filter(leg -> leg.direction().equals("in"))
                .findFirst();
    }

    private <T extends Fact> Stream<T> facts(Class<T> kind) {
        return history.stream().map(Event::fact).filter(kind::isInstance).map(kind::cast);
    }

    private Optional<LegFact.Created> leg(String id) {
        return history.stream()
                .filter(event -> event.leg().equals(id))
                .map(Event::fact)
                .filter(LegFact.Created.class::isInstance)
                .map(LegFact.Created.class::cast)
                .findFirst();
    }

    /// The Call-ID of the one of the two that called; of the first when neither or both did.
    private String callIdOf(String one, String other) {
        Optional<LegFact.Created> first = leg(one);
        Optional<LegFact.Created> second = leg(other);
        boolean secondCalled = second.isPresent() && second.get().direction().equals("in");
        boolean firstCalled = first.isPresent() && first.get().direction().equals("in");
        return (secondCalled && !firstCalled ? second : first.or(() -> second))
                .map(LegFact.Created::sipCallId)
                .orElse("");
    }

    private String side(String leg) {
        return leg(leg).map(f -> f.direction().equals("in") ? "caller" : "callee")
                .orElse("unknown");
    }
}
