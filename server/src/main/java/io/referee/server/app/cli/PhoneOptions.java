package io.referee.server.app.cli;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/// The options of `phone`. *Immutable.* Null: not asked for.
///
/// @param register the account, `alice@localhost`
/// @param server `host:port` of the server
/// @param transport `udp`, `tcp` or `tls`
/// @param ca PEM file of authorities that are trusted over TLS besides the system's
/// @param call whom to call
/// @param answer answer a call that comes in
/// @param transfer where to transfer the other party once the call is up
/// @param play a WAV file to play to the other party
/// @param record a WAV file for what the other party says
/// @param seconds hang up after so long; null: when the other party does
public record PhoneOptions(
        @Nullable String register,
        @Nullable String password,
        @Nullable String server,
        String transport,
        @Nullable Path ca,
        @Nullable String call,
        boolean answer,
        @Nullable String transfer,
        @Nullable Path play,
        @Nullable Path record,
        @Nullable Integer seconds) {

    /// Everything but the password.
    @Override
    public String toString() {
        return "PhoneOptions[" + register + " at " + server + "]";
    }

    /// What is asked for that makes no sense together, one sentence each.
    public List<String> contradictions() {
        if (call != null && answer) {
            return List.of("--call and --answer cannot stand together: a phone does one of them.");
        }
        if (register == null && call == null && !answer) {
            return List.of("One of --register, --call and --answer is needed.");
        }
        return transfer != null && call == null && !answer
                ? List.of("--transfer needs a call: --call or --answer.")
                : List.of();
    }
}
