package io.referee.server.account;

import java.util.List;

/// A SIP provider of an owner: somebody else's server, over which calls go out and come in.
/// *Immutable.* Texts that are not set are empty.
///
/// @param name 1 to 64 plain characters without a dot; compared without case, unique per owner
/// @param server where calls go, as a SIP URI without a user: `sip:sip.example.org;transport=tcp`
public record Provider(
        String owner,
        String name,
        String server,
        Login login,
        Calls calls,
        Registration registration) {

    /// The shortest time, in seconds, that a registration may be asked for.
    public static final int MIN_EXPIRY = 60;

    /// The longest time, in seconds, that a registration may be asked for: a day.
    public static final int MAX_EXPIRY = 86_400;

    /// Seconds of a registration that says nothing.
    public static final int DEFAULT_EXPIRY = 3600;

    /// How we prove ourselves there. It does not print its password. *Immutable.*
    ///
    /// @param username the user part of our address there
    /// @param authUsername the name in digests; empty: the user name
    /// @param password in the clear, because only the challenge tells the realm it is hashed with;
    ///   sealed where it is stored
    public record Login(String username, String authUsername, String password) {

        /// The name that digests are made with.
        public String digestName() {
            return authUsername.isEmpty() ? username : authUsername;
        }

        @Override
        public String toString() {
            return "Login[" + username + ", " + digestName() + ", ***]";
        }
    }

    /// How calls look that go out there. *Immutable.*
    ///
    /// @param outboundProxy where requests are sent instead of to the server, as a SIP URI
    /// @param from the From of calls, with variables of dial strings
    /// @param customHeaders each `Name: value`
    /// @param referToForm how a REFER to it names a number: `asGiven`, `tel` or `sipTrunkHost`;
    ///   empty: as for all others
    /// @param transfers what it may do with calls
    /// @param shown whom it is told that it talks with
    public record Calls(
            String outboundProxy,
            String from,
            List<String> customHeaders,
            String referToForm,
            Transfers transfers,
            Shown shown) {
        /// With numbers in a REFER as for all others.
        public Calls(String outboundProxy, String from, List<String> customHeaders) {
            this(outboundProxy, from, customHeaders, "", Transfers.NONE, Shown.USUAL);
        }

        /// Nothing special.
        public static final Calls PLAIN = new Calls("", "", List.of());
    }

    /// What a REFER on its legs may do, of calls to it and from it alike (`transfers.md` 0.5, F.3).
    /// *Immutable.*
    ///
    /// @param payer `name@domain` of the owner's account that pays for what a REFER makes; empty:
    ///   nobody does, so only what costs nothing is allowed
    /// @param endpoint what is special about its server
    public record Transfers(TransferMode mode, String payer, Endpoint endpoint) {
        /// It may not transfer.
        public static final Transfers NONE = new Transfers(TransferMode.DENY, "");

        /// With a server like all others.
        public Transfers(TransferMode mode, String payer) {
            this(mode, payer, Endpoint.USUAL);
        }
    }

    /// Whom it is told that it talks with (`transfers.md` 0.9). *Immutable.*
    ///
    /// @param identity in which headers, if it is trusted with that at all
    /// @param callerId in whose name the target of a transfer is called there
    public record Shown(Identity identity, CallerId callerId) {
        public static final Shown USUAL = new Shown(Identity.PAI, CallerId.DIALPLAN);
    }

    /// The headers that tell an identity.
    public enum Identity {
        /// P-Asserted-Identity (RFC 3325).
        PAI,
        /// Remote-Party-ID, which came before that and never became an RFC.
        RPID,
        BOTH
    }

    /// In whose name the target of a transfer is called.
    public enum CallerId {
        /// As for any other call there.
        DIALPLAN,
        TRANSFEREE,
        TRANSFEROR
    }

    /// How we keep ourselves known there. *Immutable.*
    ///
    /// @param wanted whether to register at all
    /// @param contact our address there, as a SIP URI; empty: `sip:<provider>.<owner>@<our host>`
    /// @param server where to register, when that is not the server of calls
    /// @param realm the one whose challenges are answered; empty: whichever the registrar names
    /// @param expirySeconds how long a registration is asked for, 60 to 86400
    /// @param mwi whether to subscribe to message waiting there
    /// @param disabledReason why the registration was switched off for good, in words; empty: it
    ///   was not
    public record Registration(
            boolean wanted,
            String contact,
            String server,
            String realm,
            int expirySeconds,
            boolean mwi,
            String disabledReason) {
        /// No registration.
        public static final Registration NONE =
                new Registration(false, "", "", "", DEFAULT_EXPIRY, false, "");

        /// Switched off for this reason, or on again with an empty one.
        public Registration disabled(String reason) {
            return new Registration(wanted, contact, server, realm, expirySeconds, mwi, reason);
        }
    }

    /// Where registrations go, as a SIP URI.
    public String registrar() {
        return registration.server().isEmpty() ? server : registration.server();
    }

    /// Whether it is to be registered now.
    public boolean registers() {
        return registration.wanted() && registration.disabledReason().isEmpty();
    }

    /// The same with its registration switched off for this reason, or on again with an empty one.
    public Provider disabled(String reason) {
        return new Provider(owner, name, server, login, calls, registration.disabled(reason));
    }

    /// The user part of our address there and of requests that come from there: `blueface.aaron`.
    public String dottedName() {
        return name + "." + owner;
    }

    @Override
    public String toString() {
        return "Provider[" + owner + "/" + name + " at " + server + "]";
    }
}
