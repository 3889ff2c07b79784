package io.referee.server.transfer;

import io.referee.sip.message.Header;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a door asks for that wants a leg of a call to leave and the other party brought to a target
/// (`transfers.md` A4). *Immutable.*
///
/// @param door `api`, `mi` ...
/// @param leg id of the leg that leaves
/// @param to a URI, `user@domain`, or a user or number of the default domain
/// @param ringTimeout empty for the default
/// @param onFail what becomes of the parties when it fails
/// @param headers more headers for the INVITE to the target
/// @param manner what is not as it is set
public record WantedTransfer(
        String door,
        String leg,
        String to,
        Optional<Duration> ringTimeout,
        OnFail onFail,
        List<Header> headers,
        Manner manner) {}
