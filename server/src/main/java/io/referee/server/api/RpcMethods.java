package io.referee.server.api;

import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.CallView;
import io.referee.server.call.Leg;
import io.referee.server.call.Switchboard;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The JSON-RPC methods, with the names and parameters of OpenSIPS' module for call operations
/// (`transfers.md` C.3, C.4). A call is named by the Call-ID of any of its legs, or by its id here.
final class RpcMethods {
    private static final int METHOD_NOT_FOUND = -32601;
    private static final List<String> HOLD = List.of("callid", "leg", "headers");

    private final EngineDoor engine;
    private final Switchboard switchboard;
    private final RpcEngine doing;
    private final RpcTransfer transfer;

    RpcMethods(EngineDoor engine, Switchboard switchboard, RpcEngine doing) {
        this.engine = engine;
        this.switchboard = switchboard;
        this.doing = doing;
        this.transfer = new RpcTransfer(doing);
    }

    /// Runs a method.
    ///
    /// @throws EngineDoor.Busy when the engine cannot answer now
    RpcOutcome call(Asked asked, String method, JsonNode params) {
        try {
            return switch (method) {
                case "call_transfer", "callops:transfer" -> transfer(asked, params);
                case "call_hold", "callops:hold" -> hold(asked, params, doing::hold);
                case "call_unhold", "callops:unhold" -> hold(asked, params, doing::unhold);
                case "call_list", "callops:list" -> list(asked, params);
                default -> new RpcOutcome.Failed(METHOD_NOT_FOUND, "Method not found: " + method);
            };
        } catch (RpcParameters.Wrong wrong) {
            return RpcOutcome.invalid(String.valueOf(wrong.getMessage()));
        }
    }

    private RpcOutcome transfer(Asked asked, JsonNode params) {
        RpcTransfer.Wish wish =
                RpcTransfer.Wish.of(RpcParameters.of(params, RpcTransfer.PARAMETERS));
        return engine.ask(
                () ->
                        found(asked, wish.callId())
                                .map(call -> transfer.begin(call, wish, id -> found(asked, id)))
                                .orElseGet(RpcMethods::notFound));
    }

    private interface Holds {
        RpcOutcome of(Call call, RpcEngine.Holding holding);
    }

    private RpcOutcome hold(Asked asked, JsonNode params, Holds holds) {
        RpcParameters parameters = RpcParameters.of(params, HOLD);
        String callId = parameters.required("callid");
        Optional<RpcSides> sides = RpcSides.of(parameters.text("leg").orElse("both"));
        RpcHeaders headers = RpcHeaders.of(parameters.oneOrTwo("headers"));
        return engine.ask(
                () -> {
                    Optional<Call> call = found(asked, callId);
                    if (call.isEmpty()) {
                        return notFound();
                    }
                    if (sides.isEmpty()) {
                        return badLeg();
                    }
                    return talking(call.get()).isEmpty()
                            ? notReady()
                            : holds.of(
                                    call.get(),
                                    new RpcEngine.Holding(
                                            sides.get(), headers.toCaller(), headers.toCallee()));
                });
    }

    private RpcOutcome list(Asked asked, JsonNode params) {
        Optional<String> callId = RpcParameters.of(params, List.of("callid")).text("callid");
        return engine.ask(
                () ->
                        callId.isEmpty()
                                ? shown(switchboard.views(asked.caller().owner()))
                                : found(asked, callId.get())
                                        .map(call -> shown(List.of(CallView.of(call))))
                                        .orElseGet(RpcMethods::notFound));
    }

    private static RpcOutcome shown(List<CallView> calls) {
        return new RpcOutcome.Done(Map.of("Calls", calls.stream().map(CallDoors::json).toList()));
    }

    /// The one live call that is named so and that the asker may see. *Engine thread only.*
    private Optional<Call> found(Asked asked, String callId) {
        List<Call> calls =
                switchboard.calls().stream()
                        .filter(call -> asked.caller().reaches(call.ids().owner()))
                        .filter(call -> call.id().equals(callId) || hasLeg(call, callId))
                        .limit(2)
                        .toList();
        return calls.size() == 1 ? Optional.of(calls.getFirst()) : Optional.empty();
    }

    private static boolean hasLeg(Call call, String callId) {
        return call.legsNow().stream().anyMatch(leg -> leg.session().callId().equals(callId));
    }

    /// The two of a call that talk with each other, both of them answered.
    static Optional<Bridge> talking(Call call) {
        return call.bridge()
                .filter(bridge -> confirmed(bridge.first()) && confirmed(bridge.second()));
    }

    private static boolean confirmed(Leg leg) {
        return leg.confirmed();
    }

    static RpcOutcome notFound() {
        return new RpcOutcome.Failed(404, "Dialog not found");
    }

    static RpcOutcome notReady() {
        return new RpcOutcome.Failed(410, "Dialog not ready");
    }

    static RpcOutcome badLeg() {
        return new RpcOutcome.Failed(420, "Bad leg");
    }
}
