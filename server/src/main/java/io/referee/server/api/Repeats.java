package io.referee.server.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which transfer a request with an `Idempotency-Key` has begun, so that the same request again
/// finds it. The last [#KEPT_AT_MOST] are remembered. *Engine thread only.*
final class Repeats {
    /// Keys that are remembered.
    static final int KEPT_AT_MOST = 10_000;

    /// The longest key, in characters.
    static final int KEY_AT_MOST = 255;

    private final Map<String, Begun> begun = new LinkedHashMap<>();

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

        private String id() {
            return owner + '\n' + key;
        }
    }

    /// The transfer that this request has begun before.
    ///
    /// @throws Problem 422 when its key was used for another request
    Optional<String> transfer(Request request) {
        Optional<Begun> before = Optional.ofNullable(begun.get(request.id()));
        if (before.isPresent() && !before.get().meaning().equals(request.meaning())) {
            throw new Problem(
                    422, "key-reused", "This Idempotency-Key was used for another request.");
        }
        return before.map(Begun::transfer);
    }

    void remember(Request request, String transfer) {
        if (begun.size() >= KEPT_AT_MOST) {
            begun.remove(begun.keySet().iterator().next());
        }
        begun.put(request.id(), new Begun(request.meaning(), transfer));
    }
}
