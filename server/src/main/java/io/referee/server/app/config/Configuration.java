package io.referee.server.app.config;

import io.referee.server.account.Network;
import io.referee.server.transfer.TransferSettings;
import io.referee.sip.digest.Algorithm;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
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
/// @param dns servers that are asked about names; empty: those of the system
/// @param transfer times, limits and rules of transfers
/// @param scripts what dial plans may ask of the world outside
public record Configuration(
        Path data,
        List<String> domains,
        Sip sip,
        Http http,
        String database,
        String adminKey,
        Compat compat,
        Identity identity,
        boolean trace,
        Security security,
        List<InetSocketAddress> dns,
        TransferSettings transfer,
        DialPlans dialPlans,
        Calls calls) {

    /// What becomes of calls.
    ///
    /// @param pause calls go on after a restart when the server was away for no longer; zero: they
    ///   end with it
    /// @param drain how long an orderly end waits for those that ring; zero: not at all
    public record Calls(Duration pause, Duration drain) {}

    /// How dial plans are run.
    ///
    /// @param wallsRequired scripts run behind the walls of the operating system or not at all
    /// @param zone of times that say none
    /// @param commonScript the file of Ruby that is put before every script; empty for none
    /// @param access what scripts may reach
    public record DialPlans(
            Ruby ruby,
            boolean wallsRequired,
            ZoneId zone,
            Optional<Path> commonScript,
            ScriptAccess access) {

        /// Which Ruby.
        public enum Ruby {
            /// CRuby where it and bubblewrap are installed, else JRuby.
            AUTO,
            JRUBY,
            CRUBY
        }
    }

    /// Where and how SIP is spoken. An empty list, or no TLS: that transport is off.
    ///
    /// @param advertise host for Via and Contact, or `auto`
    /// @param t1 the estimate of the round trip (RFC 3261 §17.1.1.1)
    public record Sip(
            List<Listen.At> udp,
            List<Listen.At> tcp,
            Optional<Tls> tls,
            WebSocket webSocket,
            String advertise,
            Connections connections,
            SessionExpiry sessions,
            Duration t1) {

        /// The host for Via and Contact, unless it is to be found out (`auto`).
        public Optional<String> advertisedHost() {
            return advertise.equals("auto") ? Optional.empty() : Optional.of(advertise);
        }
    }

    /// SIP over TLS.
    ///
    /// @param certificates the first is shown to who asks for no name
    /// @param ca PEM file of authorities: of phones' certificates, and of servers that are called,
    ///   besides the system's
    public record Tls(
            List<Listen.At> listen,
            List<KeyPair> certificates,
            ClientCertificates clientCertificates,
            Optional<Path> ca) {}

    /// A certificate and its key, both PEM files.
    public record KeyPair(Path certificate, Path key) {}

    /// Whether phones are asked for a certificate over TLS.
    public enum ClientCertificates {
        OFF,
        WANTED,
        REQUIRED
    }

    /// SIP over WebSocket at `/sip` of the HTTP listener.
    ///
    /// @param origins the pages that may connect, as in `https://phone.example.org`; none: all
    public record WebSocket(Offer offer, List<String> origins) {}

    /// Whether something is offered, and whether the line that says that we are ready names it.
    public enum Offer {
        OFF,
        /// On because nobody said otherwise.
        USUAL,
        /// On because somebody said so.
        WANTED
    }

    /// How long calls last without a sign of life (RFC 4028), in seconds.
    ///
    /// @param expires what we ask for; 0 switches session timers off
    /// @param minimum the least that a peer may ask for; 90 is the least that the RFC allows, less
    ///   is for trials
    public record SessionExpiry(int expires, int minimum) {}

    /// How many connections are held.
    public record Connections(int inAll, int perSource) {}

    /// Where the HTTP API is spoken, with SIP over WebSocket.
    ///
    /// @param tls the same under TLS
    public record Http(Listen.At listen, Optional<Https> tls) {}

    /// HTTPS and secure WebSocket.
    public record Https(Listen.At listen, KeyPair files) {}

    /// Who is believed what.
    ///
    /// @param trusted networks of the neighbours whose word about callers counts
    /// @param digest algorithms that accounts may log in by, in the order offered
    /// @param authInt whether responses may cover bodies
    public record Identity(List<Network> trusted, List<Algorithm> digest, boolean authInt) {}

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

    /// What dial plans in Ruby may ask of the world outside.
    ///
    /// @param web which pages they may fetch
    /// @param mail who takes their mail; empty for nobody
    /// @param executions scripts of one owner that run at once
    public record ScriptAccess(WebAccess web, Optional<Mail> mail, int executions) {}

    /// The same with another data folder.
    public Configuration withData(Path other) {
        return new Configuration(
                other, domains, sip, http, database, adminKey, compat, identity, trace, security,
                dns, transfer, dialPlans, calls);
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
                + ", "
                + identity
                + ", trace="
                + trace
                + "]";
    }
}
