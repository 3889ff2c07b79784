package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.TransferQuery;
import io.referee.server.event.TransferFact;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A transfer as every door asks for it: who leaves, who stays, where to. *Immutable.*
///
/// @param door `refer`, `api`, `callmanager`
/// @param transferor the leg that leaves
/// @param transferee the leg that stays, bridged to it
/// @param owner whose dial plans say where it leads, and who decides about it: the owner of the
///   account that refers, and of the call where no account does
/// @param payer the account or owner that asked and pays for the leg to the target
/// @param referredBy value of Referred-By for the target, untrusted text
/// @param headers more headers for the INVITE to the target
/// @param token what proves the Referred-By, a part of a body; it goes where that goes
/// @param manner what is done otherwise than it is set
record Order(
        String id,
        String door,
        Call call,
        Leg transferor,
        Leg transferee,
        Uri target,
        String payer,
        String referredBy,
        List<Header> headers,
        Duration ringTimeout,
        OnFail onFail,
        Optional<byte[]> token,
        String owner,
        Manner manner) {

    /// Without a token, and of the owner of the call.
    Order(
            String id,
            String door,
            Call call,
            Leg transferor,
            Leg transferee,
            Uri target,
            String payer,
            String referredBy,
            List<Header> headers,
            Duration ringTimeout,
            OnFail onFail) {
        this(
                id,
                door,
                call,
                transferor,
                transferee,
                target,
                payer,
                referredBy,
                headers,
                ringTimeout,
                onFail,
                Optional.empty(),
                call.ids().owner(),
                Manner.USUAL);
    }

    /// With what proves its Referred-By.
    Order proven(Optional<byte[]> proof) {
        return with(proof, owner, manner);
    }

    /// Of an owner that need not have the call.
    Order of(String someone) {
        return with(token, someone, manner);
    }

    /// Otherwise than it is set.
    Order in(Manner other) {
        return with(token, owner, other);
    }

    private Order with(Optional<byte[]> proof, String someone, Manner other) {
        return new Order(
                id,
                door,
                call,
                transferor,
                transferee,
                target,
                payer,
                referredBy,
                headers,
                ringTimeout,
                onFail,
                proof,
                someone,
                other);
    }

    /// What whoever stays has said last of its media, as others can reach it.
    Optional<SessionDescription> media() {
        return transferee.ledger().remote().map(SessionDescription::reachable);
    }

    /// As the events tell it.
    TransferFact.Requested asked(String kind) {
        return new TransferFact.Requested(
                id,
                door,
                kind,
                transferor.id(),
                transferee.id(),
                target.text(),
                payer,
                referredBy,
                Optional.empty(),
                Optional.empty());
    }

    /// As dial plans see it.
    TransferQuery query() {
        String replaces =
                headers.stream()
                        .filter(header -> header.name().equals(HeaderName.REPLACES))
                        .findFirst()
                        .flatMap(header -> Replaces.parse(header.value()))
                        .map(Replaces::callId)
                        .orElse("");
        return new TransferQuery(
                id,
                replaces.isEmpty() ? "blind" : "attended",
                target,
                referredBy,
                TransferQuery.transferor(transferor),
                transferee.partyAddress().uri().text(),
                transferor.callId(),
                call.depth(),
                replaces,
                headers,
                "",
                payer);
    }

    /// How long its target is to be left alone, because the transferor has just given up a call to
    /// it.
    Duration rest() {
        return call.legs().givenUp().rest(transferor.identity().account(), target);
    }

    /// With other headers for the INVITE to the target.
    Order with(List<Header> others) {
        return new Order(
                id,
                door,
                call,
                transferor,
                transferee,
                target,
                payer,
                referredBy,
                others,
                ringTimeout,
                onFail,
                token,
                owner,
                manner);
    }
}
