package io.referee.server.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which transfer a request with an `Idempotency-Key` has begun, so that the same request again
/// finds it. [#KEPT_AT_MOST] are remembered. When there are more, whoever has most forgets his
/// oldest: who has no more than an equal share loses none to others. *Engine thread only.*
final class Repeats {
    /// Keys that are remembered, of all owners together.
    static final int KEPT_AT_MOST = 10_000;

    /// The longest key, in characters.
    static final int KEY_AT_MOST = 255;

    /// By owner, then by key, oldest first.
    private final Map<String, LinkedHashMap<String, Begun>> begun = new LinkedHashMap<>();

    private int size;

    private record Begun(String meaning, String transfer) {}

    /// A request that may come again.
    ///
    /// @param owner who asks; keys of one owner do not meet those of another
    /// @param meaning what is asked for; the same key with another meaning is a mistake
    record Request(String owner, String key, String meaning) {

        /// @throws Problem 400 when the key is empty or too long
        void check() {
            if (key.isBlank() || key.length() > KEY_AT_MOST) {
                throw Problem.badRequest(
                        "The Idempotency-Key must have 1 to " + KEY_AT_MOST + " characters.");
            }
        }
    }

    /// The transfer that this request has begun before.
    ///
    /// @throws Problem 422 when its key was used for another request
    Optional<String> transfer(Request request) {
        Optional<Begun> before = find(request);
        if (before.isPresent() && !before.get().meaning().equals(request.meaning())) {
            throw new Problem(
                    422, "key-reused", "This Idempotency-Key was used for another request.");
        }
        return before.map(Begun::transfer);
    }

    private Optional<Begun> find(Request request) {
        return Optional.ofNullable(begun.get(request.owner())).map(own -> own.get(request.key()));
    }

    void remember(Request request, String transfer) {
        Begun what = new Begun(request.meaning(), transfer);
        var own = begun.computeIfAbsent(request.owner(), _ -> new LinkedHashMap<>());
        if (own.put(request.key(), what) == null && ++size > KEPT_AT_MOST) {
            most(own).pollFirstEntry();
            size--;
        }
    }

    /// The keys of whoever has most; of equals, of whoever adds to them now.
    private LinkedHashMap<String, Begun> most(LinkedHashMap<String, Begun> adding) {
        LinkedHashMap<String, Begun> most = adding;
        for (LinkedHashMap<String, Begun> own : begun.values()) {
            most = own.size() > most.size() ? own : most;
        }
        return most;
    }
}
