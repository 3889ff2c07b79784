package io.referee.server.api;

import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.transfer.Manner;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.WantedRefer;
import io.referee.server.transfer.WantedTransfer;
import io.referee.sip.subscription.ReferNotifying;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The method `call_transfer` (`transfers.md` C.3): an end of a call goes elsewhere, by a REFER of
/// ours or, with `by: server`, by the server itself; to a destination or to an end of another call.
final class RpcTransfer {
    /// In the order in which a list gives them: that of OpenSIPS first, ours behind.
    static final List<String> PARAMETERS =
            List.of(
                    "callid",
                    "leg",
                    "destination",
                    "transfer_callid",
                    "transfer_leg",
                    "transfer_fromtag",
                    "transfer_totag",
                    "mode",
                    "match_param",
                    "by",
                    "force");

    private static final String DOOR = "mi";
    private static final String MATCH_PARAM = "osid";

    private final RpcEngine doing;

    RpcTransfer(RpcEngine doing) {
        this.doing = doing;
    }

    /// Who carries it out.
    enum By {
        REFER,
        SERVER
    }

    /// A request, read. *Immutable.*
    ///
    /// @param leg which end goes elsewhere: it gets the REFER
    /// @param destination empty for the party of the other dialog
    /// @param other the other dialog, in an attended transfer
    /// @param mark by which the call that a REFER causes is recognised; its value is made up unless
    ///   `callid` is to be shown
    record Wish(
            String callId,
            String leg,
            Optional<String> destination,
            Optional<Other> other,
            WantedRefer.Mark mark,
            Optional<By> by,
            boolean force) {

        /// @throws RpcParameters.Wrong when something is missing or does not fit
        static Wish of(RpcParameters parameters) {
            String callId = parameters.required("callid");
            Optional<String> destination = parameters.text("destination");
            Optional<Other> other = Other.of(parameters);
            if (destination.isEmpty() && other.isEmpty()) {
                throw new RpcParameters.Wrong("destination is missing");
            }
            return new Wish(
                    callId,
                    parameters.required("leg"),
                    destination,
                    other,
                    mark(parameters),
                    by(parameters),
                    parameters.flag("force"));
        }

        /// The same with a destination.
        Wish to(String uri) {
            return new Wish(callId, leg, Optional.of(uri), other, mark, by, force);
        }

        private static WantedRefer.Mark mark(RpcParameters parameters) {
            String name = parameters.text("match_param").orElse(MATCH_PARAM);
            return switch (parameters.text("mode").orElse("param")) {
                case "param", "0" -> new WantedRefer.Mark(name, "");
                case "manual", "1" -> WantedRefer.Mark.NONE;
                case "callid", "2" -> new WantedRefer.Mark(name, parameters.required("callid"));
                default -> throw new RpcParameters.Wrong("mode is param, manual or callid");
            };
        }

        private static Optional<By> by(RpcParameters parameters) {
            return parameters
                    .text("by")
                    .map(
                            text ->
                                    switch (text) {
                                        case "refer" -> By.REFER;
                                        case "server" -> By.SERVER;
                                        default ->
                                                throw new RpcParameters.Wrong(
                                                        "by is refer or server");
                                    });
        }
    }

    /// The other dialog of an attended transfer.
    ///
    /// @param leg its end that is wanted; empty when it is named by tags
    /// @param fromTag empty when the dialog is one of this server's
    record Other(String callId, String leg, String fromTag, String toTag) {
        static Optional<Other> of(RpcParameters parameters) {
            String fromTag = parameters.text("transfer_fromtag").orElse("");
            String toTag = parameters.text("transfer_totag").orElse("");
            String leg = parameters.text("transfer_leg").orElse("");
            Optional<String> callId = parameters.text("transfer_callid");
            boolean tags = !fromTag.isEmpty() || !toTag.isEmpty();
            if (callId.isEmpty() && (tags || !leg.isEmpty())) {
                throw new RpcParameters.Wrong("transfer_callid is missing");
            }
            if (tags && (fromTag.isEmpty() || toTag.isEmpty())) {
                throw new RpcParameters.Wrong("transfer_fromtag and transfer_totag come together");
            }
            if (tags && parameters.text("destination").isEmpty()) {
                throw new RpcParameters.Wrong("with tags, a destination says where the call is");
            }
            if (callId.isPresent() && !tags && leg.isEmpty()) {
                throw new RpcParameters.Wrong("transfer_leg is missing");
            }
            return callId.map(id -> new Other(id, leg, fromTag, toTag));
        }

        boolean elsewhere() {
            return !fromTag.isEmpty();
        }

        /// The value of a Replaces that names it to its own party (RFC 3891 §6.1).
        String replaces() {
            return callId + ";to-tag=" + toTag + ";from-tag=" + fromTag;
        }
    }

    /// Begins it. *Engine thread only.*
    ///
    /// @param calls finds another live call that the asker may see
    RpcOutcome begin(Call call, Wish wish, Function<String, Optional<Call>> calls) {
        Optional<RpcSides> sides = RpcSides.of(wish.leg());
        if (sides.isEmpty()) {
            return RpcMethods.badLeg();
        }
        Optional<Bridge> bridge = RpcMethods.talking(call);
        if (bridge.isEmpty()) {
            return RpcMethods.notReady();
        }
        if (call.guarded()) {
            return pending();
        }
        List<Leg> legs = sides.get().of(bridge.get());
        if (wish.other().isEmpty()) {
            return blind(call, bridge.get(), legs, wish);
        }
        Other other = wish.other().get();
        if (legs.size() != 1) {
            return RpcMethods.badLeg();
        }
        if (other.elsewhere()) {
            return refer(call, legs.getFirst(), wish, Optional.of(other.replaces()));
        }
        return attended(new Parted(call, bridge.get(), legs.getFirst()), wish, other, calls);
    }

    private static RpcOutcome pending() {
        return new RpcOutcome.Failed(491, "Request Pending");
    }

    private RpcOutcome blind(Call call, Bridge bridge, List<Leg> legs, Wish wish) {
        if (wish.by().orElse(By.REFER) == By.SERVER) {
            return legs.size() == 1
                    ? consumed(call, bridge.other(legs.getFirst()), wish)
                    : RpcMethods.badLeg();
        }
        return legs.size() == 1
                ? refer(call, legs.getFirst(), wish, Optional.empty())
                : doing.refer(
                        call,
                        wanted(legs.getFirst(), wish, Optional.empty()),
                        wanted(legs.getLast(), wish, Optional.empty()));
    }

    private RpcOutcome consumed(Call call, Leg leaving, Wish wish) {
        return doing.begin(
                call,
                new WantedTransfer(
                        DOOR,
                        leaving.id(),
                        wish.destination().orElse(""),
                        Optional.empty(),
                        OnFail.CONFIGURED,
                        List.of(),
                        Manner.USUAL));
    }

    private RpcOutcome refer(Call call, Leg leg, Wish wish, Optional<String> replaces) {
        return doing.refer(call, wanted(leg, wish, replaces));
    }

    private static WantedRefer wanted(Leg leg, Wish wish, Optional<String> replaces) {
        return new WantedRefer(
                DOOR,
                leg.id(),
                wish.destination().orElse(""),
                replaces,
                wish.mark(),
                wish.force(),
                List.of(),
                ReferNotifying.IMPLICIT);
    }

    /// The end of a call that goes elsewhere.
    private record Parted(Call call, Bridge bridge, Leg leg) {}

    private RpcOutcome attended(
            Parted mine, Wish wish, Other other, Function<String, Optional<Call>> calls) {
        Optional<Call> second = calls.apply(other.callId());
        if (second.isEmpty() || second.get() == mine.call()) {
            return new RpcOutcome.Failed(404, "Transfer dialog not found");
        }
        Optional<RpcSides> side = RpcSides.of(other.leg()).filter(one -> one != RpcSides.BOTH);
        if (side.isEmpty()) {
            return RpcMethods.badLeg();
        }
        Optional<Bridge> bridge = RpcMethods.talking(second.get());
        if (bridge.isEmpty()) {
            return RpcMethods.notReady();
        }
        if (second.get().guarded()) {
            return pending();
        }
        Leg wanted = side.get().of(bridge.get()).getFirst();
        if (wish.by().orElse(By.SERVER) == By.SERVER) {
            return doing.join(
                    new RpcEngine.Leaving(mine.call(), mine.bridge().other(mine.leg())),
                    new RpcEngine.Leaving(second.get(), bridge.get().other(wanted)));
        }
        Other dialog =
                new Other(
                        wanted.session().callId(),
                        "",
                        wanted.session().localTag(),
                        wanted.session().remoteTag());
        return refer(
                mine.call(),
                mine.leg(),
                wish.to(wish.destination().orElse(party(wanted))),
                Optional.of(dialog.replaces()));
    }

    /// The URI by which the party of a leg is known: its From when it called, else its To.
    private static String party(Leg leg) {
        boolean called = RpcSides.called(leg);
        return called ? leg.identity().from() : leg.identity().to();
    }
}
