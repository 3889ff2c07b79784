package io.referee.server.api;

import io.referee.server.account.PlanValueStore;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What dial plans keep, as the older service shows it (`keyvalue`). *Any thread; waits.*
record OlderValues(PlanValueStore values) {
    private static final List<String> FIELDS = List.of("key", "value");

    /// The text behind a key; null when there is none.
    @Nullable Object read(Caller caller, Asked asked) {
        return values.read(owner(caller), key(asked)).orElse(null);
    }

    Object keys(Caller caller, Asked asked) {
        return values.keys(owner(caller));
    }

    Object delete(Caller caller, Asked asked) {
        return changed(caller, key(asked), Optional.empty());
    }

    Object write(Caller caller, byte[] octets) {
        Body body = Body.of(octets, FIELDS);
        String value = body.text("value").orElse("");
        if (value.length() > PlanValueStore.MAX_CONTENT) {
            throw Problem.badRequest(
                    "A value has " + PlanValueStore.MAX_CONTENT + " characters at most.");
        }
        return changed(caller, checked(body.text("key").orElse("")), Optional.of(value));
    }

    private Object changed(Caller caller, String key, Optional<String> value) {
        try {
            if (!values.apply(owner(caller), Map.of(key, value))) {
                throw new Problem(
                        409,
                        "conflict",
                        "An owner keeps " + PlanValueStore.MAX_KEYS + " values at most.");
            }
            return true;
        } catch (PlanValueStore.Busy busy) {
            throw new Problem(503, "busy", String.valueOf(busy.getMessage()));
        }
    }

    private static String key(Asked asked) {
        return checked(asked.query("key").orElse(""));
    }

    private static String checked(String key) {
        if (key.isEmpty() || key.length() > PlanValueStore.MAX_KEY) {
            throw Problem.badRequest(
                    "A key has from one to " + PlanValueStore.MAX_KEY + " characters.");
        }
        return key;
    }

    private static String owner(Caller caller) {
        if (caller.owner().isEmpty()) {
            throw Problem.badRequest("Say whose it is: ?owner=NAME.");
        }
        return caller.owner();
    }
}
