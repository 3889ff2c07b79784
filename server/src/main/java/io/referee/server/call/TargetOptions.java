package io.referee.server.call;

import io.referee.server.account.Price;
import io.referee.server.account.TransferMode;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.Authorizer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a place is called, as a dial plan has it. *Immutable.*
///
/// @param leg number of the leg in the dial string, from 0; the plan knows it by that
/// @param delay how long after the others it is rung
/// @param talk how long an answered call may last; zero for as long as it likes
/// @param from in whose name; the caller's when empty
/// @param headers more header fields of the INVITE
/// @param credentials answers challenges
/// @param transfer what a REFER on its leg may do, and on some legs that are connected with it; as
///   its account or provider has it when empty
/// @param payer the account that pays for it; whoever pays for the call when empty
/// @param mangle whether a private media address behind which it stands is replaced by the address
///   that its messages come from
/// @param body what is offered instead of what the caller offers
/// @param price what it costs whoever pays in advance
public record TargetOptions(
        int leg,
        Duration delay,
        Duration talk,
        Optional<NameAddr> from,
        List<Header> headers,
        Authorizer credentials,
        Optional<TransferWord> transfer,
        String payer,
        boolean mangle,
        Optional<SessionDescription> body,
        Price price) {

    /// The most header fields that are added to an INVITE.
    private static final int MAX_HEADERS = 50;

    /// What a dial plan says about transfers.
    ///
    /// @param owner whose plan it is
    public record TransferWord(TransferMode mode, String owner) {}

    /// Called at once, in the caller's name, for as long as they like.
    public static final TargetOptions USUAL =
            new TargetOptions(
                    0,
                    Duration.ZERO,
                    Duration.ZERO,
                    Optional.empty(),
                    List.of(),
                    Authorizer.NONE,
                    Optional.empty(),
                    "",
                    true,
                    Optional.empty(),
                    Price.USUAL);

    /// The same for places of a branch that has these itself: rung at once, and the header fields
    /// are the branch's.
    public TargetOptions branched() {
        return new TargetOptions(
                leg,
                Duration.ZERO,
                talk,
                from,
                List.of(),
                credentials,
                transfer,
                payer,
                mangle,
                body,
                price);
    }

    /// The same in another name.
    public TargetOptions from(NameAddr other) {
        return new TargetOptions(
                leg,
                delay,
                talk,
                Optional.of(other),
                headers,
                credentials,
                transfer,
                payer,
                mangle,
                body,
                price);
    }

    /// What is left of them after a restart.
    TargetOptions revived(boolean mangle, Authorizer credentials) {
        return new TargetOptions(
                leg, delay, talk, from, headers, credentials, transfer, payer, mangle, body, price);
    }

    /// The same at the cost of this payer, where nobody pays yet.
    TargetOptions paidBy(String somebody) {
        String pays = payer.isEmpty() ? somebody : payer;
        return new TargetOptions(
                leg, delay, talk, from, headers, credentials, transfer, pays, mangle, body, price);
    }

    /// These, where an outer call to the place has its own: the shorter talk, the outer's word
    /// about transfers, the header fields of both, and whoever pays nearest to the place.
    TargetOptions within(TargetOptions outer) {
        boolean shorter = !outer.talk.isZero() && (talk.isZero() || outer.talk.compareTo(talk) < 0);
        return new TargetOptions(
                leg,
                delay,
                shorter ? outer.talk : talk,
                from.or(outer::from),
                Stream.concat(outer.headers.stream(), headers.stream()).limit(MAX_HEADERS).toList(),
                credentials,
                outer.transfer.or(() -> transfer),
                payer.isEmpty() ? outer.payer : payer,
                mangle && outer.mangle,
                body.or(outer::body),
                payer.isEmpty() ? outer.price : price);
    }
}
