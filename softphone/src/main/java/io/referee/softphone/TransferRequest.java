package io.referee.softphone;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.HeaderName;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// The other side, or the server in between, asks us to call somebody instead of it: an incoming
/// REFER (RFC 3515). *Any thread.*
///
/// Who says neither yes nor no for 25 s has said no. Nothing proves that Referred-By is true; who
/// accepts pays for a call to whomever the peer of the call named.
public final class TransferRequest {
    private final PhoneCall call;
    private final ReferTarget.Readable target;
    private final ServerTransaction transaction;

    TransferRequest(PhoneCall call, ReferTarget.Readable target, ServerTransaction transaction) {
        this.call = call;
        this.target = target;
        this.transaction = transaction;
    }

    /// The call that the request came in.
    public PhoneCall call() {
        return call;
    }

    /// Whom to call.
    public Uri target() {
        return target.uri();
    }

    /// The call of the target whose place ours would take: the transfer is an attended one then.
    public Optional<Replaces> replaces() {
        return target.replaces();
    }

    /// Who asks, by its own account (RFC 3892).
    public Optional<NameAddr> referredBy() {
        return transaction.request().value(HeaderName.REFERRED_BY).flatMap(NameAddr::parse);
    }

    /// Calls the target from the same line and lets the one who asked know how that goes. The old
    /// call stays until somebody hangs up. Waits for the engine, not for an answer.
    ///
    /// @return the new call; empty when it is too late: decided already, or the call is over
    /// @throws IllegalStateException when no RTP port is free or the engine is closed; the request
    ///   is refused then
    public Optional<PhoneCall> accept() {
        return call.control().referrals().accept(this);
    }

    /// Says no: 603. Does nothing when it was decided already.
    public void reject() {
        call.control().post(() -> call.control().referrals().reject(this));
    }

    ReferTarget.Readable readable() {
        return target;
    }

    ServerTransaction transaction() {
        return transaction;
    }

    @Override
    public String toString() {
        return "to " + target.uri().text() + " in " + call;
    }
}
