package io.referee.server.event;

import java.util.LinkedHashMap;
import java.util.Map;

/// What becomes of our registrations at providers, and of their calls. `provider` is its name, of
/// the owner whose stream it is.
public sealed interface ProviderFact extends Fact {

    /// It is registered now and was not before.
    record Registered(String provider, String server, String contact, long expiresSeconds)
            implements ProviderFact {
        @Override
        public String type() {
            return "provider.registered";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "provider", provider,
                    "server", server,
                    "contact", contact,
                    "expires", expiresSeconds);
        }
    }

    /// It could not be registered, for another reason than the last time.
    ///
    /// @param status of the answer, 0 for none
    /// @param reason in words
    /// @param retrySeconds when another try follows; -1 for never
    record Failed(String provider, String server, int status, String reason, long retrySeconds)
            implements ProviderFact {
        @Override
        public String type() {
            return "provider.failed";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("provider", provider);
            data.put("server", server);
            data.put("status", status);
            data.put("reason", reason);
            data.put("disabled", retrySeconds < 0);
            if (retrySeconds >= 0) {
                data.put("retryIn", retrySeconds);
            }
            return data;
        }
    }

    /// A call that seems to be a provider's was refused, because nobody takes it.
    ///
    /// @param source the address that it came from, without port
    /// @param uri what it called
    /// @param reason in words
    record Untaken(String provider, String source, String uri, String reason)
            implements ProviderFact {
        @Override
        public String type() {
            return "provider.untaken";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("provider", provider, "source", source, "uri", uri, "reason", reason);
        }
    }
}
