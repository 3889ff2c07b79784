package io.referee.server.store;

import static io.referee.server.store.CallText.needed;
import static io.referee.server.store.CallText.text;
import static io.referee.server.store.CallText.time;

import io.referee.server.call.KeptPlace;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A slot in which a party of a kept call waits as JSON, see [CallText]. *Any thread.*
final class PlaceText {
    private PlaceText() {}

    static Map<String, Object> tree(KeptPlace place) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("slot", place.slot());
        tree.put("leg", place.leg());
        tree.put("until", place.until().toEpochMilli());
        tree.put("transfer", place.transfer());
        tree.put("door", place.door());
        tree.put("owner", place.owner());
        tree.put("target", place.target());
        tree.put("payer", place.payer());
        tree.put("referredBy", place.referredBy());
        tree.put("ringMillis", place.ringTimeout().toMillis());
        tree.put("by", past(place.by()));
        return tree;
    }

    private static Map<String, Object> past(KeptPlace.Past past) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("leg", past.leg());
        LegText.identity(tree, past.identity());
        tree.put("callId", past.callId());
        return tree;
    }

    static KeptPlace place(JsonNode tree) {
        JsonNode by = tree.path("by");
        return new KeptPlace(
                tree.path("slot").asInt(0),
                needed(tree, "leg"),
                time(tree, "until"),
                needed(tree, "transfer"),
                text(tree, "door"),
                text(tree, "owner"),
                needed(tree, "target"),
                text(tree, "payer"),
                text(tree, "referredBy"),
                Duration.ofMillis(tree.path("ringMillis").asLong(0)),
                new KeptPlace.Past(needed(by, "leg"), LegText.identity(by), text(by, "callId")));
    }
}
