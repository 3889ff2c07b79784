package io.referee.server.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Every setting of the server. *Immutable.* [ConfigurationReader] makes one.
///
/// @param data folder of database, keys and traces; a relative one is relative to the working
///   directory
/// @param domains SIP domains served, in lower case; the first is the default
/// @param database JDBC URL; empty: an H2 file under `data`
/// @param adminKey empty: generated at the first start into `data/admin.key`
/// @param trace whether the messages of each call are kept for its ladder
public record Configuration(
        Path data,
        List<String> domains,
        Sip sip,
        Http http,
        String database,
        String adminKey,
        Compat compat,
        boolean trace,
        Security security) {

    /// Where SIP is spoken.
    ///
    /// @param advertise host for Via and Contact, or `auto`
    public record Sip(Listen udp, Listen tcp, String advertise) {

        /// The host for Via and Contact, unless it is to be found out (`auto`).
        public Optional<String> advertisedHost() {
            return advertise.equals("auto") ? Optional.empty() : Optional.of(advertise);
        }
    }

    /// Where the HTTP API is spoken.
    public record Http(Listen.At listen) {}

    /// Interfaces of older services.
    ///
    /// @param from the networks that [Access#OPEN] lets in
    public record Compat(Access sipsorcery, List<Network> from) {}

    /// Who may use a compatible interface: nobody, holders of a key, or everybody from the listed
    /// networks.
    public enum Access {
        OFF,
        KEY,
        OPEN
    }

    /// The same with another data folder.
    public Configuration withData(Path other) {
        return new Configuration(
                other, domains, sip, http, database, adminKey, compat, trace, security);
    }

    /// Hides the admin key and whatever password stands in the database URL.
    @Override
    public String toString() {
        return "Configuration[data="
                + data
                + ", domains="
                + domains
                + ", "
                + sip
                + ", "
                + http
                + ", "
                + compat
                + ", trace="
                + trace
                + "]";
    }
}
