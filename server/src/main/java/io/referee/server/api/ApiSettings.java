package io.referee.server.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/// How the API is offered. *Immutable.*
///
/// @param listen where; port 0 takes any free one
/// @param https where under TLS, if at all
/// @param adminKeyHash SHA-256 of the admin key, lower-case hex
/// @param version of the server, as in `0.1.0`
/// @param callManager who may use the call-manager addresses
/// @param callManagerFrom the networks that [CallManagerAccess#OPEN] lets in
public record ApiSettings(
        InetSocketAddress listen,
        Optional<Https> https,
        String adminKeyHash,
        String version,
        CallManagerAccess callManager,
        Predicate<InetAddress> callManagerFrom) {

    /// The same under TLS.
    ///
    /// @param listen where; port 0 takes any free one
    /// @param tls asked for each connection, so that certificates may change. *Any thread.*
    public record Https(InetSocketAddress listen, Supplier<SSLContext> tls) {}

    /// Who may use the call-manager addresses of the older service.
    public enum CallManagerAccess {
        /// Nobody: they do not exist.
        OFF,
        /// Who has a key.
        KEY,
        /// As in the older service, everybody from the listed networks; others need a key.
        OPEN
    }
}
