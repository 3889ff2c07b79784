package io.referee.server.api;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.transfer.Answer;
import io.referee.server.transfer.Joining;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.Refusal;
import io.referee.server.transfer.TransferView;
import io.referee.server.transfer.Transfers;
import io.referee.server.transfer.WantedRefer;
import io.referee.server.transfer.WantedTransfer;
import io.referee.sip.message.Header;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the engine does for the JSON-RPC methods, and how its answers are told there: each method
/// here is one function of the engine. *Engine thread only.*
final class RpcEngine {
    private final Transfers transfers;

    RpcEngine(ApiServices services) {
        this.transfers = services.transfers();
    }

    /// Which ends are held, and with what more in the re-INVITEs to each.
    record Holding(RpcSides sides, List<Header> toCaller, List<Header> toCallee) {}

    /// The server carries a blind transfer out itself.
    RpcOutcome begin(Call call, WantedTransfer wanted) {
        return told(transfers.begin(call, wanted));
    }

    /// A party is sent elsewhere by REFER.
    RpcOutcome refer(Call call, WantedRefer wanted) {
        return told(transfers.sendRefer(call, wanted));
    }

    /// Both parties are sent elsewhere, or neither: the answers of `caller` and `callee`.
    RpcOutcome refer(Call call, WantedRefer caller, WantedRefer callee) {
        List<RpcOutcome> told =
                transfers.sendRefers(call, caller, callee).stream().map(RpcEngine::told).toList();
        if (told.getFirst() instanceof RpcOutcome.Done(Object one)
                && told.getLast() instanceof RpcOutcome.Done(Object other)) {
            Map<String, Object> results = new LinkedHashMap<>();
            results.put("caller", one);
            results.put("callee", other);
            return new RpcOutcome.Done(results);
        }
        return told.getFirst();
    }

    /// A leg that leaves its call.
    record Leaving(Call call, Leg leg) {}

    /// The parties opposite to two legs are joined, and the two legs leave.
    RpcOutcome join(Leaving one, Leaving other) {
        return told(
                transfers.join(
                        new Joining(
                                "mi",
                                "attended",
                                one.call(),
                                one.leg().id(),
                                other.call(),
                                other.leg().id(),
                                OnFail.CONFIGURED)));
    }

    /// Ends of a call are put on hold.
    RpcOutcome hold(Call call, Holding holding) {
        return begin(call, io.referee.server.call.Holding.Action.HOLD, holding);
    }

    /// Ends of a call are taken off hold.
    RpcOutcome unhold(Call call, Holding holding) {
        return begin(call, io.referee.server.call.Holding.Action.UNHOLD, holding);
    }

    private static RpcOutcome begin(
            Call call, io.referee.server.call.Holding.Action action, Holding holding) {
        var order =
                new io.referee.server.call.Holding.Order(
                        action,
                        io.referee.server.call.Holding.Side.valueOf(holding.sides().name()),
                        holding.toCaller(),
                        holding.toCallee());
        return call.bridge()
                .map(bridge -> told(bridge.hold(order)))
                .orElseGet(() -> new RpcOutcome.Failed(410, "Dialog not ready"));
    }

    private static RpcOutcome told(io.referee.server.call.Holding.Outcome outcome) {
        return switch (outcome) {
            case STARTED -> new RpcOutcome.Done("OK");
            case ALREADY_HELD -> new RpcOutcome.Failed(480, "Both dialog legs are on hold");
            case NOT_HELD -> new RpcOutcome.Failed(480, "No dialog legs on hold");
            case NOT_READY -> new RpcOutcome.Failed(410, "Dialog not ready");
            case BUSY -> new RpcOutcome.Failed(491, "Request Pending");
        };
    }

    private static RpcOutcome told(Answer answer) {
        return switch (answer) {
            case Answer.Started(TransferView view) -> {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("Code", 202);
                result.put("Reason", "Accepted");
                result.put("Transfer", view.id());
                yield new RpcOutcome.Done(result);
            }
            case Answer.Refused(Refusal refusal) -> told(refusal);
            case Answer.NotFound(String what) -> new RpcOutcome.Failed(404, "There is no " + what);
        };
    }

    private static RpcOutcome told(Refusal refusal) {
        return switch (refusal.status()) {
            case 480 -> new RpcOutcome.Failed(410, "Dialog not ready");
            case 491 -> new RpcOutcome.Failed(491, "Request Pending");
            default -> new RpcOutcome.Failed(refusal.status(), refusal.reason(), refusal.setting());
        };
    }
}
