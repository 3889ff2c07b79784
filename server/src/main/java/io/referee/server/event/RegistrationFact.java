package io.referee.server.event;

import java.util.Map;

/// What happens to the bindings of phones. `aor` is `name@domain`.
public sealed interface RegistrationFact extends Fact {

    record Added(String aor, String contact, String source, long expiresSeconds)
            implements RegistrationFact {
        @Override
        public String type() {
            return "registration.added";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "aor", aor, "contact", contact, "source", source, "expires", expiresSeconds);
        }
    }

    record Refreshed(String aor, String contact, String source, long expiresSeconds)
            implements RegistrationFact {
        @Override
        public String type() {
            return "registration.refreshed";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "aor", aor, "contact", contact, "source", source, "expires", expiresSeconds);
        }
    }

    /// `reason` is `expired`, `unregistered`, `replaced` or `connection closed`.
    record Removed(String aor, String contact, String reason) implements RegistrationFact {
        @Override
        public String type() {
            return "registration.removed";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("aor", aor, "contact", contact, "reason", reason);
        }
    }

    record Refused(String aor, String source, int status, String reason)
            implements RegistrationFact {
        @Override
        public String type() {
            return "registration.refused";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("aor", aor, "source", source, "status", status, "reason", reason);
        }
    }
}
