package io.referee.softphone;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.uri.SipUri;
import io.referee.softphone.rtp.RtpStream;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One call of a phone, from the INVITE to its end. *Any thread.* Methods that make no sense in the
/// present state do nothing: the other side may always have been quicker.
public final class PhoneCall {
    private final Direction direction;
    private final RtpStream audio;
    private final @Nullable PhoneCall transferredFrom;
    private final CallControl control;

    /// Who called.
    public enum Direction {
        INCOMING,
        OUTGOING
    }

    /// @param transferredFrom see [#transferredFrom()]
    PhoneCall(
            Seat seat, Direction direction, RtpStream audio, Optional<PhoneCall> transferredFrom) {
        this.direction = direction;
        this.transferredFrom = transferredFrom.orElse(null);
        this.audio = audio;
        this.control = new CallControl(this, seat);
    }

    CallControl control() {
        return control;
    }

    /// Who called.
    public Direction direction() {
        return direction;
    }

    /// The other party: From of an incoming call, To of an outgoing one.
    public NameAddr remoteParty() {
        return control.remoteParty();
    }

    /// The Call-ID header: what the server's interfaces call this leg by.
    public String sipCallId() {
        return control.sipCallId();
    }

    /// The call in which we were asked to make this one, see [#onTransferRequested].
    public Optional<PhoneCall> transferredFrom() {
        return Optional.ofNullable(transferredFrom);
    }

    /// What an INVITE says to take our place at the other side (RFC 3891): the names of this dialog
    /// as they are seen from there. Empty while the other side has not answered at all, and when
    /// the call is over. Asks the engine and waits for moments.
    public Optional<Replaces> replaces(Replaces.When when) {
        return control.seat().phone().engine().ask(() -> control.replaces(when));
    }

    /// The phone whose call this is.
    public SoftPhone phone() {
        return control.seat().phone();
    }

    /// Where the call stands now.
    public CallState state() {
        return control.state().now();
    }

    /// Called on the phone's executor for every change from now on.
    public void onState(Consumer<CallState> listener) {
        control.state().listen(listener);
    }

    /// Completes with the state once it is one of these, or the call is over.
    public CompletableFuture<CallState> whenIn(CallState... wanted) {
        List<CallState> list = List.of(wanted);
        return control.state().when(state -> list.contains(state) || state.ended());
    }

    /// Waits until the call is in that state or over, at most that long.
    ///
    /// @return the state it is in then
    public CallState await(CallState wanted, Duration atMost) {
        try {
            return whenIn(wanted).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return state();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return state();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a state that fails", e);
        }
    }

    /// The SIP status that ended the call before it was answered, or lost it; empty otherwise.
    public OptionalInt endStatus() {
        return control.endStatus();
    }

    /// What is sent and heard.
    public RtpStream audio() {
        return audio;
    }

    /// Presses keys (RFC 4733 telephone events): see [RtpStream#press]. What the other side presses
    /// is in [RtpStream#report()].
    ///
    /// @throws IllegalArgumentException when a character is no key
    public void press(String keys) {
        audio.press(keys);
    }

    /// Sends 180 Ringing.
    public void ring() {
        control.post(control::ring);
    }

    /// Sends 183 Session Progress with an answer: audio flows before the call is answered.
    public void ringWithMedia() {
        control.post(control::ringWithMedia);
    }

    /// Answers an incoming call.
    public void answer() {
        control.post(control::answer);
    }

    /// Refuses an incoming call.
    ///
    /// @param status 300 to 699
    public void reject(int status) {
        if (status < 300 || status > 699) {
            throw new IllegalArgumentException("status to reject with: " + status);
        }
        control.post(() -> control.reject(status));
    }

    /// Sends an incoming call elsewhere: 302 with this address (RFC 3261 §21.3.3).
    ///
    /// @param target a SIP URI
    /// @throws IllegalArgumentException it is none
    public void redirect(String target) {
        SipUri contact =
                SipUri.parse(target)
                        .orElseThrow(
                                () -> new IllegalArgumentException("not a SIP URI: " + target));
        control.post(() -> control.redirect(contact));
    }

    /// Ends the call in whatever way its state asks for: CANCEL, 480 or BYE.
    public void hangUp() {
        control.post(control::hangUp);
    }

    /// Tells the other side to stop sending (re-INVITE with `sendonly`). Completes in about a
    /// minute at worst.
    public CompletableFuture<HoldOutcome> hold() {
        return control.reoffers().ask(io.referee.sip.sdp.Direction.SENDONLY);
    }

    /// Takes our own hold back. The other side may still hold us.
    public CompletableFuture<HoldOutcome> unhold() {
        return control.reoffers().ask(io.referee.sip.sdp.Direction.SENDRECV);
    }

    /// Asks the other side, or the server in between, to call that target instead of us (RFC 3515).
    public Transfer blindTransfer(String target) {
        return blindTransfer(target, TransferOptions.standard());
    }

    /// The same with options. While one transfer of a call is under way, another one fails with
    /// 491.
    ///
    /// @param target a SIP URI, or on a line a name of its domain
    /// @throws IllegalArgumentException when it is neither
    public Transfer blindTransfer(String target, TransferOptions options) {
        Transfer transfer =
                new Transfer(
                        control.seat().target(target),
                        Optional.empty(),
                        options,
                        phone().callbacks());
        control.post(() -> control.transfer(transfer));
        return transfer;
    }

    /// Connects the other sides of two calls of ours with each other (RFC 5589 §7): asks the other
    /// side of this call to take our place in `consultation`.
    public Transfer attendedTransfer(PhoneCall consultation) {
        return attendedTransfer(consultation, TransferOptions.standard());
    }

    /// The same with options. Both calls are held first and, if the transfer fails, resumed; both
    /// are hung up when it succeeds. The consultation may still ring; it fails with 481 when the
    /// other side there has not answered at all, or is gone.
    ///
    /// @throws IllegalArgumentException when the consultation is this call or another phone's
    public Transfer attendedTransfer(PhoneCall consultation, TransferOptions options) {
        if (consultation == this || consultation.phone() != phone()) {
            throw new IllegalArgumentException("no other call of this phone: " + consultation);
        }
        Transfer transfer =
                new Transfer(
                        consultation.remoteParty().uri(),
                        Optional.of(consultation),
                        options,
                        phone().callbacks());
        control.post(() -> control.transfer(transfer));
        return transfer;
    }

    /// Who decides when the other side asks us to call somebody else (REFER), instead of whoever
    /// did before; called on the phone's executor. Without one each request is refused with 603.
    public void onTransferRequested(Consumer<TransferRequest> listener) {
        control.referrals().listen(listener);
    }

    @Override
    public String toString() {
        return direction + " " + remoteParty() + " " + state();
    }
}
