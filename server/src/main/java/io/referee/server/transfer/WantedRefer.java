package io.referee.server.transfer;

import io.referee.sip.message.Header;
import io.referee.sip.subscription.ReferNotifying;

import java.util.List;
import java.util.Optional;

/// What a door asks for that wants a party of a call sent elsewhere by a REFER of ours
/// (`transfers.md` A3). *Immutable.*
///
/// @param door `api`, `mi` ...
/// @param leg id of the leg that gets the REFER and leaves
/// @param to a URI, which goes out as it is, or `user@domain`, or a user or number of the default
///   domain
/// @param replaces value of a Replaces that the called party shall get, as the target knows its
///   dialog (RFC 3891 §6.1)
/// @param mark how the call that the phone then places is recognised
/// @param force whether to try although the phone does not say that it takes REFER
/// @param headers more headers of the REFER
/// @param notifying whether the phone shall tell what comes of it
public record WantedRefer(
        String door,
        String leg,
        String to,
        Optional<String> replaces,
        Mark mark,
        boolean force,
        List<Header> headers,
        ReferNotifying notifying) {

    /// A parameter in the Refer-To URI that comes back in the INVITE of the phone (`transfers.md`
    /// C.1).
    ///
    /// @param parameter its name; empty for none
    /// @param value empty for one that is made up and cannot be guessed
    public record Mark(String parameter, String value) {
        /// The usual one.
        public static final Mark USUAL = new Mark("xid", "");

        /// None: the call is recognised by who calls whom.
        public static final Mark NONE = new Mark("", "");
    }
}
