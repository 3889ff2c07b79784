package io.referee.server.api;

import io.referee.server.account.DirectorySnapshot;
import io.referee.server.api.DirectoryDesk.Outcome;
import io.referee.server.call.Call;
import io.referee.server.event.AuditEntry;
import io.referee.server.registrar.StoredBinding;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What aaron has, made anew whenever a row of the table is played, so that nothing depends on the
/// order of rows. Whatever only aaron and the administrator may see has [#MARK] in it. *One
/// thread.*
final class AccessThings {
    /// Stands in aaron's things, and in nothing of berta's.
    static final String MARK = "aarons-own";

    private final LiveApi live;
    private final Client aaron;
    private final String berta;
    private final String bertaLeg;
    private final String bertaCallId;
    private int made;

    AccessThings(LiveApi live, Client http) {
        this.live = live;
        this.aaron = http.key(LiveApi.AARON);
        this.berta = live.talking("<sip:somebody@elsewhere.example>", "dora");
        this.bertaCallId = live.guestCallId();
        this.bertaLeg = leg(http.key(LiveApi.BERTA), berta);
        done(
                live.directory.putDialPlan(
                        "aaron",
                        "webcallback",
                        "{\"type\": \"rules\", \"rules\": [{\"direction\": \"out\", \"match\":"
                                + " \"regex\", \"pattern\": \".*\", \"command\": \"dial\","
                                + " \"parameters\": \"carol\"}]}",
                        "test"));
    }

    private static void done(Outcome outcome) {
        if (!(outcome instanceof Outcome.Done)) {
            throw new AssertionError("not made: " + outcome);
        }
    }

    private static String leg(Client client, String call) {
        JsonNode shown = client.get("/api/v1/calls/" + call).json();
        return shown.path("legs").get(1).path("leg").asString();
    }

    /// What stands for `$words` in the row; `$id` stands for all the variable parts of its path.
    Map<String, String> make(String given) {
        String name = given + ++made;
        Map<String, String> words = new HashMap<>();
        words.put("new", "fresh" + made);
        words.put("id", name);
        words.put("berta", berta);
        words.put("bertaLeg", bertaLeg);
        words.put("bertaCallid", bertaCallId);
        switch (given) {
            case "-", "new", "word" -> {}
            case "self" -> words.put("id", "aaron");
            case "address" -> words.put("id", "192.0.2.66");
            case "user" -> done(live.directory.putUser(name, "{}", DirectoryDesk.By.NOBODY));
            case "account" -> account(MARK + '-' + name, words);
            case "binding" -> binding(MARK + '-' + name, words);
            case "plan" -> plan(name, words);
            case "named-plan" -> plan(MARK + '-' + name, words);
            case "version" -> {
                plan("1", words); // its name and the number of its version
            }
            case "provider" -> provider(name, words);
            case "line" -> provider(MARK + '-' + name, words);
            case "value" -> live.values.apply("aaron", Map.of(name, Optional.of(MARK)));
            case "key" -> live.values.apply("aaron", Map.of(MARK + name, Optional.of("v")));
            case "hook" -> {} // the plan webcallback is always there
            case "call" -> call(words);
            case "chain" -> {
                call(words);
                words.put("id", shown(words).path("chain").asString());
            }
            case "transfer" -> transfer(words);
            case "refusal" -> live.audit.save(refusal());
            default -> throw new AssertionError("nobody knows how to make a " + given);
        }
        return words;
    }

    private AuditEntry refusal() {
        return new AuditEntry(
                made, Wire.NOW, "aaron", "security.refused", "", "192.0.2.66", MARK, "no", 1);
    }

    private void account(String name, Map<String, String> words) {
        done(
                live.directory.putAccount(
                        "aaron",
                        name,
                        "{\"password\": \"%s\", \"networkId\": \"%s\"}".formatted(MARK, MARK)));
        words.put("id", name);
        words.put(
                "old",
                OlderLists.id(live.directory.current().account(name, "localhost").orElseThrow()));
    }

    /// A phone of a new account is registered.
    private void binding(String name, Map<String, String> words) {
        account(name, words);
        var binding =
                new StoredBinding(
                        name + "@localhost",
                        "sip:" + MARK + "@198.51.100.8:5060",
                        "198.51.100.8:5060",
                        "udp",
                        "udp:198.51.100.8:5060",
                        name,
                        1,
                        1,
                        "",
                        0,
                        "",
                        0,
                        Wire.NOW.plus(Duration.ofHours(1)));
        live.ask(
                () -> {
                    live.core.registrar().restore(List.of(binding));
                    return true;
                });
    }

    private void plan(String name, Map<String, String> words) {
        done(
                live.directory.putDialPlan(
                        "aaron",
                        name,
                        "{\"type\": \"rules\", \"rules\": [{\"direction\": \"out\", \"match\":"
                                + " \"exact\", \"pattern\": \"2\", \"description\": \""
                                + MARK
                                + "\", \"command\": \"reject\", \"parameters\": \"486 "
                                + MARK
                                + "\"}]}",
                        "test"));
        words.put("id", name);
        words.put(
                "old",
                OlderLists.id(live.directory.current().dialPlan("aaron", name).orElseThrow()));
    }

    private void provider(String name, Map<String, String> words) {
        done(
                live.directory.putProvider(
                        "aaron",
                        name,
                        "{\"server\": \""
                                + MARK
                                + ".example\", \"username\": \"u\", \"password\": \"p\","
                                + " \"register\": "
                                + name.startsWith(MARK)
                                + "}"));
        words.put("id", name);
        words.put(
                "old",
                OlderLists.id(live.directory.current().provider("aaron", name).orElseThrow()));
    }

    private void call(Map<String, String> words) {
        words.put("id", live.talking("<sip:" + MARK + "@elsewhere.example>", "bob"));
        words.put("callid", live.guestCallId());
        words.put("leg", leg(aaron, words.get("id")));
    }

    private JsonNode shown(Map<String, String> words) {
        return aaron.get("/api/v1/calls/" + words.get("id")).json();
    }

    private void transfer(Map<String, String> words) {
        call(words);
        Client.Got begun =
                aaron.post(
                        "/api/v1/calls/" + words.get("id") + "/transfers",
                        "{\"leg\": \"" + words.get("leg") + "\", \"to\": \"carol\"}");
        words.put("id", begun.json().path("id").asString());
    }

    /// Ends the calls that a play has left, but berta's first one.
    void clear() {
        live.ask(
                () -> {
                    List.copyOf(live.core.switchboard().calls()).stream()
                            .filter(call -> !call.id().equals(berta))
                            .forEach(call -> call.hangUp(480, "the play is over"));
                    return true;
                });
    }

    /// All that is aaron's, to be compared.
    List<Object> all() {
        return live.ask(
                () -> {
                    DirectorySnapshot now = live.directory.current();
                    List<Object> all = new ArrayList<>();
                    all.add(now.owner("aaron").orElseThrow());
                    all.add(now.accountsOf("aaron"));
                    all.add(now.dialPlansOf("aaron"));
                    all.add(now.providersOf("aaron"));
                    for (String key : live.values.keys("aaron")) {
                        all.add(key + '=' + live.values.read("aaron", key).orElse(""));
                    }
                    for (Call call : live.core.switchboard().calls()) {
                        if (call.ids().owner().equals("aaron")) {
                            all.add(call.id() + call.legsNow().size());
                        }
                    }
                    return all;
                });
    }
}
