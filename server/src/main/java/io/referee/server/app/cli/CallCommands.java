package io.referee.server.app.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The commands about live calls.
final class CallCommands {
    private static final String CALLS = "/api/v1/calls";
    private static final JsonMapper JSON = new JsonMapper();

    private CallCommands() {}

    private static String path(String call) {
        return CALLS + "/" + ApiClient.segment(call);
    }

    @Command(
            name = "calls",
            description = "Lists the live calls with their legs, or shows one of them.")
    static final class Calls extends ApiCommand {
        private static final List<String> COLUMNS =
                List.of("call", "leg", "callId", "party", "state", "held");

        @Parameters(
                arity = "0..1",
                paramLabel = "CALL",
                description = "id of a call; without it, all are listed")
        private @Nullable String call;

        Calls(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            return show(client.get(call == null ? CALLS : path(call), Map.of()), this::list);
        }

        private int list(JsonNode answer) {
            List<JsonNode> legs = new ArrayList<>();
            for (JsonNode one : Rows.of(answer, "legs")) {
                for (JsonNode leg : one.path("legs").values()) {
                    ObjectNode row =
                            JSON.createObjectNode().put("call", Table.cell(one.path("id")));
                    leg.properties().forEach(p -> row.set(p.getKey(), p.getValue()));
                    legs.add(row);
                }
            }
            if (legs.isEmpty()) {
                print("No calls.");
            } else {
                Table.of(legs, COLUMNS).lines().forEach(this::print);
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "transfer",
            description = "Transfers a leg of a live call, or decides about a transfer.")
    static final class Transfer extends ApiCommand {
        @Parameters(arity = "0..1", paramLabel = "CALL", description = "id of the call")
        private @Nullable String call;

        @Option(names = "--leg", paramLabel = "LEG", description = "the leg that leaves")
        private @Nullable String leg;

        @Option(
                names = "--accept",
                paramLabel = "ID",
                description = "lets the transfer begin that the server asks about")
        private @Nullable String accept;

        @Option(
                names = "--decline",
                paramLabel = "ID",
                description = "declines the transfer that the server asks about")
        private @Nullable String decline;

        @Option(
                names = "--to",
                paramLabel = "TO",
                description = "where the other party goes: user@domain, or a number")
        private @Nullable String to;

        @Option(
                names = "--redirect",
                paramLabel = "TO",
                description = "while the call still rings: whom to ring instead")
        private @Nullable String redirect;

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                description = "blind (the default), attended, dual or refer")
        private String kind = "blind";

        @Option(
                names = "--other-call",
                paramLabel = "CALL",
                description = "attended: the call to join with")
        private @Nullable String otherCall;

        @Option(
                names = "--other-leg",
                paramLabel = "LEG",
                description = "attended: its leg that leaves")
        private @Nullable String otherLeg;

        @Option(
                names = "--ring-timeout",
                paramLabel = "S",
                description = "seconds to wait for an answer")
        private @Nullable Integer ringTimeout;

        @Option(
                names = "--on-fail",
                paramLabel = "WHAT",
                description = "what to do when the target fails")
        private @Nullable String onFail;

        @Option(
                names = "--caller-id",
                paramLabel = "WHO",
                description = "blind: transferee or transferor, in whose name the target is called")
        private @Nullable String callerId;

        @Option(
                names = "--music",
                paramLabel = "ACCOUNT",
                description = "blind: an account that plays music while the target rings")
        private @Nullable String music;

        @Option(
                names = "--no-notify",
                description = "refer: the phone need not tell what comes of it")
        private boolean noNotify;

        @Option(
                names = "--force",
                description = "refer: ask although the phone does not say that it takes REFER")
        private boolean force;

        @Option(
                names = "--wait",
                description = "wait for the end; 1 as exit code when it was not a success")
        private boolean wait;

        @Option(
                names = "--header",
                paramLabel = "NAME=VALUE",
                description = "a header for the new call")
        private Map<String, String> headers = new LinkedHashMap<>();

        Transfer(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            boolean starts = call != null || leg != null;
            if (accept != null || decline != null) {
                return accept != null && decline != null || starts
                        ? complain(
                                "--accept and --decline stand alone, with the id of a transfer.",
                                ExitCode.WRONG_USE)
                        : decide(client);
            }
            if (call != null && redirect != null) {
                return end(
                        client, client.postJson(path(call) + "/redirect", Map.of("to", redirect)));
            }
            if (call == null || leg == null) {
                return complain(missing(), ExitCode.WRONG_USE);
            }
            oneOf("--kind", kind, List.of("blind", "attended", "dual", "refer"));
            if (to == null && otherCall == null) {
                return complain(
                        "Say where to: --to, or --other-call for an attended transfer.",
                        ExitCode.WRONG_USE);
            }
            return end(client, client.postJson(path(call) + "/transfers", body(leg)));
        }

        private int end(ApiClient client, Answer first) {
            if (TransferProgress.runs(first, wait)) {
                return TransferProgress.await(client, first, this);
            }
            int code = show(first, answer -> TransferProgress.tell(answer, this));
            return tree(first).filter(TransferProgress::isFailure).isPresent()
                    ? ExitCode.REFUSED
                    : code;
        }

        private String missing() {
            List<String> missing = new ArrayList<>();
            if (leg == null) {
                missing.add("'--leg=LEG'");
            }
            if (call == null) {
                missing.add("'CALL'");
            }
            return "Missing required options and parameters: "
                    + String.join(", ", missing)
                    + ". See referee transfer --help.";
        }

        private int decide(ApiClient client) {
            String id = accept == null ? String.valueOf(decline) : accept;
            return show(
                    client.postJson(
                            "/api/v1/transfers/" + ApiClient.segment(id) + "/decision",
                            Map.of("decision", accept == null ? "decline" : "accept")),
                    answer ->
                            accept == null
                                    ? TransferProgress.declined(answer, this)
                                    : TransferProgress.tell(answer, this));
        }

        private Map<String, Object> body(String leg) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("kind", kind);
            body.put("leg", leg);
            put(body, "to", to);
            put(body, "otherCall", otherCall);
            put(body, "otherLeg", otherLeg);
            put(body, "ringTimeout", ringTimeout);
            put(body, "onFail", onFail);
            put(body, "force", force ? true : null);
            put(body, "callerId", callerId);
            put(body, "music", music);
            put(body, "notify", noNotify ? false : null);
            if (!headers.isEmpty()) {
                body.put("headers", headers);
            }
            return body;
        }

        private static void put(Map<String, Object> body, String name, @Nullable Object value) {
            if (value != null) {
                body.put(name, value);
            }
        }
    }

    /// What `hold` and `unhold` share.
    abstract static class Holding extends ApiCommand {
        @Parameters(paramLabel = "CALL", description = "id of the call")
        private String call = "";

        @Option(
                names = "--leg",
                paramLabel = "LEG",
                description = "caller, callee or both (the default)")
        private String leg = "both";

        Holding(Terminal terminal) {
            super(terminal);
        }

        int post(ApiClient client, String action, String done, @Nullable String music) {
            oneOf("--leg", leg, List.of("caller", "callee", "both"));
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("leg", leg);
            if (music != null) {
                body.put("music", music);
            }
            return show(
                    client.postJson(path(call) + "/" + action, body),
                    answer -> {
                        print("call " + call + " is being " + done);
                        return ExitCode.DONE;
                    });
        }
    }

    @Command(name = "hold", description = "Puts a live call on hold.")
    static final class Hold extends Holding {
        @Option(
                names = "--music",
                paramLabel = "ACCOUNT",
                description = "an account that plays music for who is held")
        private @Nullable String music;

        Hold(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            return post(client, "hold", "held", music);
        }
    }

    @Command(name = "unhold", description = "Takes a live call off hold.")
    static final class Unhold extends Holding {
        Unhold(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            return post(client, "unhold", "resumed", null);
        }
    }

    @Command(name = "hangup", description = "Hangs up a live call.")
    static final class Hangup extends ApiCommand {
        @Parameters(paramLabel = "CALL", description = "id of the call")
        private String call = "";

        Hangup(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            return show(
                    client.delete(path(call)),
                    answer -> {
                        print("call " + call + " hung up");
                        return ExitCode.DONE;
                    });
        }
    }
}
