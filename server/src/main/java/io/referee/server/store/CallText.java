package io.referee.server.store;

import io.referee.server.call.Ids;
import io.referee.server.call.KeptCall;
import io.referee.server.call.KeptLeg;
import io.referee.sip.session.KeptInvite;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A kept call as JSON. What another version of the server wrote is read as far as it is the same;
/// what lacks something that no call can be without is not read. *Any thread.*
public final class CallText {
    private static final JsonMapper JSON = JsonMapper.shared();

    private CallText() {}

    /// The text of a call.
    public static String write(KeptCall call) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("owner", call.ids().owner());
        tree.put("call", call.ids().call());
        tree.put("chain", call.ids().chain());
        tree.put("from", call.from());
        tree.put("to", call.to());
        tree.put("since", call.since().toEpochMilli());
        tree.put("placer", call.placer());
        tree.put("depth", call.depth());
        tree.put("moving", call.moving());
        tree.put("at", call.at().toEpochMilli());
        call.bridge().ifPresent(talk -> tree.put("bridge", bridge(talk)));
        call.parked().ifPresent(place -> tree.put("parked", PlaceText.tree(place)));
        if (!call.waiting().isEmpty()) {
            tree.put("waiting", call.waiting().stream().map(LegText::invite).toList());
        }
        if (!call.left().isEmpty()) {
            tree.put("left", call.left());
        }
        List<Object> legs = new ArrayList<>(2);
        for (KeptLeg leg : call.legs()) {
            legs.add(LegText.tree(leg));
        }
        tree.put("legs", legs);
        return JSON.writeValueAsString(tree);
    }

    private static Map<String, Object> bridge(KeptCall.Talk talk) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("first", talk.first());
        tree.put("second", talk.second());
        tree.put("because", talk.because());
        tree.put("held", talk.held());
        tree.put("parted", talk.parted());
        return tree;
    }

    /// The call of a text; empty when it cannot be read.
    public static Optional<KeptCall> read(String text) {
        try {
            return Optional.of(call(JSON.readTree(text)));
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static KeptCall call(JsonNode tree) {
        List<KeptLeg> legs = new ArrayList<>(2);
        for (JsonNode leg : tree.path("legs")) {
            legs.add(LegText.leg(leg));
        }
        return new KeptCall(
                new Ids(text(tree, "owner"), needed(tree, "call"), needed(tree, "chain")),
                text(tree, "from"),
                text(tree, "to"),
                time(tree, "since"),
                text(tree, "placer"),
                tree.path("depth").asInt(0),
                text(tree, "moving"),
                legs,
                tree.has("bridge") ? Optional.of(talk(tree.path("bridge"))) : Optional.empty(),
                tree.has("parked")
                        ? Optional.of(PlaceText.place(tree.path("parked")))
                        : Optional.empty(),
                waiting(tree.path("waiting")),
                flags(tree.path("left")),
                time(tree, "at"));
    }

    private static KeptCall.Talk talk(JsonNode tree) {
        return new KeptCall.Talk(
                needed(tree, "first"),
                needed(tree, "second"),
                text(tree, "because"),
                tree.path("held").asBoolean(false),
                tree.path("parted").asBoolean(false));
    }

    private static List<KeptInvite> waiting(JsonNode tree) {
        List<KeptInvite> waiting = new ArrayList<>(0);
        tree.forEach(one -> waiting.add(LegText.invite(one)));
        return List.copyOf(waiting);
    }

    private static Map<String, Boolean> flags(JsonNode tree) {
        Map<String, Boolean> flags = new LinkedHashMap<>(2);
        tree.properties().forEach(one -> flags.put(one.getKey(), one.getValue().asBoolean(false)));
        return Map.copyOf(flags);
    }

    /// The text at this key; empty when there is none.
    static String text(JsonNode tree, String key) {
        return tree.path(key).asString("");
    }

    /// @throws IllegalArgumentException when there is none
    static String needed(JsonNode tree, String key) {
        String value = text(tree, key);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }

    static Instant time(JsonNode tree, String key) {
        return Instant.ofEpochMilli(tree.path(key).asLong(0));
    }

    static List<String> texts(JsonNode tree, String key) {
        List<String> texts = new ArrayList<>(0);
        for (JsonNode one : tree.path(key)) {
            texts.add(one.asString(""));
        }
        return List.copyOf(texts);
    }
}
