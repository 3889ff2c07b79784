package io.referee.softphone;

import static io.referee.softphone.Waiting.LONG;
import static io.referee.softphone.Waiting.incoming;
import static io.referee.softphone.Waiting.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.sdp.Direction;
import io.referee.sip.transport.Transport;
import io.referee.softphone.rtp.Wav;
import io.referee.softphone.rtp.WavRecorder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// Two phones that call each other directly.
class SoftPhoneTest {
    private SoftPhone alice;
    private SoftPhone bob;

    @BeforeEach
    void start() throws Exception {
        alice = SoftPhone.builder().name("alice").tone(440).build();
        bob = SoftPhone.builder().name("bob").tone(500).ringing(RingBehaviour.NOTHING).build();
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
    }

    private record Pair(PhoneCall caller, PhoneCall callee) {}

    private Pair talking() throws Exception {
        CompletableFuture<PhoneCall> arrival = incoming(bob);
        PhoneCall caller = alice.call(bob.uri().text());
        PhoneCall callee = Waiting.of(arrival);
        callee.answer();
        assertThat(state(caller, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(state(callee, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        return new Pair(caller, callee);
    }

    private static Direction direction(PhoneCall call) {
        return call.audio().path().orElseThrow().direction();
    }

    /// RFC 4733: keys between the sound, both ways.
    @Test
    void keysPressedOnOneSideAreHeardOnTheOther() throws Exception {
        Pair pair = talking();
        pair.caller.press("12*#");
        pair.callee.press("a");

        assertThat(Waiting.of(pair.callee.audio().hearsKeys("12*#", LONG)).keys())
                .isEqualTo("12*#");
        assertThat(Waiting.of(pair.caller.audio().hearsKeys("A", LONG)).keys()).isEqualTo("A");
        Waiting.of(pair.callee.audio().hears(440, LONG));
        assertThatThrownBy(() -> pair.caller.press("1x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCallRingsIsAnsweredAndBothHearEachOther() throws Exception {
        CompletableFuture<PhoneCall> arrival = incoming(bob);
        PhoneCall caller = alice.call(bob.uri().text());
        PhoneCall callee = Waiting.of(arrival);

        callee.ring();
        assertThat(state(caller, CallState.RINGING)).isEqualTo(CallState.RINGING);
        assertThat(callee.remoteParty().user()).isEqualTo("alice");
        assertThat(caller.remoteParty().user()).isEqualTo("bob");
        assertThat(caller.sipCallId()).isNotEmpty().isEqualTo(callee.sipCallId());
        callee.answer();

        assertThat(state(caller, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(state(callee, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        var heardByAlice = Waiting.of(caller.audio().hears(500, LONG));
        var heardByBob = Waiting.of(callee.audio().hears(440, LONG));
        assertThat(heardByAlice.origin().orElseThrow().address().getPort())
                .isEqualTo(callee.audio().port());
        assertThat(heardByBob.origin().orElseThrow().address().getPort())
                .isEqualTo(caller.audio().port());
        assertThat(heardByBob.sent()).isPositive();
    }

    @Test
    void statesComeInOrderAndAnsweredComesOnce() throws Exception {
        List<CallState> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<CallState> end = new CompletableFuture<>();
        bob.onIncomingCall(
                call -> {
                    call.onState(
                            state -> {
                                seen.add(state);
                                if (state.ended()) {
                                    end.complete(state);
                                }
                            });
                    call.ring();
                    call.answer();
                });
        PhoneCall caller = alice.call(bob.uri().text());
        state(caller, CallState.IN_CALL);
        Waiting.of(caller.hold());
        Waiting.of(caller.unhold());
        caller.hangUp();
        Waiting.of(end);

        assertThat(seen)
                .containsExactly(
                        CallState.RINGING,
                        CallState.ANSWERED,
                        CallState.IN_CALL,
                        CallState.REMOTE_HELD,
                        CallState.IN_CALL,
                        CallState.COMPLETED);
    }

    @Test
    void earlyMediaIsHeardBeforeTheAnswer() throws Exception {
        CompletableFuture<PhoneCall> arrival = incoming(bob);
        PhoneCall caller = alice.call(bob.uri().text());
        PhoneCall callee = Waiting.of(arrival);

        callee.ringWithMedia();

        assertThat(state(caller, CallState.RINGING_WITH_MEDIA))
                .isEqualTo(CallState.RINGING_WITH_MEDIA);
        Waiting.of(caller.audio().hears(500, LONG));
        assertThat(caller.state()).isEqualTo(CallState.RINGING_WITH_MEDIA);
        callee.answer();
        assertThat(state(caller, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
    }

    @Test
    void eachSideSeesWhoHolds() throws Exception {
        Pair pair = talking();

        assertThat(Waiting.of(pair.caller.hold())).isEqualTo(new HoldOutcome.Agreed());
        assertThat(pair.caller.state()).isEqualTo(CallState.LOCAL_HELD);
        assertThat(state(pair.callee, CallState.REMOTE_HELD)).isEqualTo(CallState.REMOTE_HELD);
        assertThat(direction(pair.caller)).isEqualTo(Direction.SENDONLY);
        assertThat(direction(pair.callee)).isEqualTo(Direction.RECVONLY);

        assertThat(Waiting.of(pair.callee.hold())).isEqualTo(new HoldOutcome.Agreed());
        assertThat(pair.callee.state()).isEqualTo(CallState.INACTIVE_HELD);
        assertThat(state(pair.caller, CallState.INACTIVE_HELD)).isEqualTo(CallState.INACTIVE_HELD);

        assertThat(Waiting.of(pair.caller.unhold())).isEqualTo(new HoldOutcome.Agreed());
        assertThat(pair.caller.state()).isEqualTo(CallState.REMOTE_HELD);
        assertThat(state(pair.callee, CallState.LOCAL_HELD)).isEqualTo(CallState.LOCAL_HELD);

        assertThat(Waiting.of(pair.callee.unhold())).isEqualTo(new HoldOutcome.Agreed());
        assertThat(state(pair.caller, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        Waiting.of(pair.caller.audio().hears(500, LONG));
        Waiting.of(pair.callee.audio().hears(440, LONG));
    }

    @Test
    void holdingTwiceIsHoldingOnce() throws Exception {
        Pair pair = talking();
        Waiting.of(pair.caller.hold());

        assertThat(Waiting.of(pair.caller.hold())).isEqualTo(new HoldOutcome.Agreed());
        assertThat(pair.caller.state()).isEqualTo(CallState.LOCAL_HELD);
    }

    @Test
    void holdsThatCrossAreBothAgreedInTheEnd() throws Exception {
        Pair pair = talking();

        var first = pair.caller.hold();
        var second = pair.callee.hold();

        assertThat(Waiting.of(first)).isEqualTo(new HoldOutcome.Agreed());
        assertThat(Waiting.of(second)).isEqualTo(new HoldOutcome.Agreed());
        assertThat(state(pair.caller, CallState.INACTIVE_HELD)).isEqualTo(CallState.INACTIVE_HELD);
        assertThat(state(pair.callee, CallState.INACTIVE_HELD)).isEqualTo(CallState.INACTIVE_HELD);
    }

    @Test
    void aRejectedCallTellsTheStatus() throws Exception {
        CompletableFuture<PhoneCall> arrival = incoming(bob);
        PhoneCall caller = alice.call(bob.uri().text());

        Waiting.of(arrival).reject(486);

        assertThat(state(caller, CallState.REJECTED)).isEqualTo(CallState.REJECTED);
        assertThat(caller.endStatus()).hasValue(486);
    }

    @Test
    void aCallGivenUpIsCancelledOnBothSides() throws Exception {
        CompletableFuture<PhoneCall> arrival = incoming(bob);
        PhoneCall caller = alice.call(bob.uri().text());
        PhoneCall callee = Waiting.of(arrival);
        callee.ring();
        state(caller, CallState.RINGING);

        caller.hangUp();

        assertThat(state(caller, CallState.CANCELLED)).isEqualTo(CallState.CANCELLED);
        assertThat(state(callee, CallState.CANCELLED)).isEqualTo(CallState.CANCELLED);
    }

    @Test
    void theCallerHangsUp() throws Exception {
        Pair pair = talking();

        pair.caller.hangUp();

        assertThat(state(pair.caller, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
        assertThat(state(pair.callee, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
        assertThat(pair.callee.endStatus()).isEmpty();
    }

    @Test
    void theCalleeHangsUp() throws Exception {
        Pair pair = talking();

        pair.callee.hangUp();

        assertThat(state(pair.caller, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
        assertThat(state(pair.callee, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
        assertThat(alice.calls()).isEmpty();
    }

    @Test
    void holdingACallThatIsOverIsRefused481() throws Exception {
        Pair pair = talking();
        pair.caller.hangUp();
        state(pair.caller, CallState.COMPLETED);

        assertThat(Waiting.of(pair.caller.hold())).isEqualTo(new HoldOutcome.Refused(481));
    }

    @Test
    void aTransferThatThePeerRefusesLeavesTheCallTalking() throws Exception {
        Pair pair = talking();

        Transfer transfer = pair.caller.blindTransfer("sip:carol@127.0.0.1:9");

        assertThat(Waiting.of(transfer.result())).isEqualTo(new TransferOutcome.Failed(603));
        assertThat(state(pair.caller, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        assertThat(state(pair.callee, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
        Waiting.of(pair.callee.audio().hears(440, LONG));
    }

    @Test
    void phonesTalkOverTcp() throws Exception {
        try (SoftPhone carol =
                        SoftPhone.builder()
                                .name("carol")
                                .transport(Transport.TCP)
                                .tone(600)
                                .build();
                SoftPhone dave =
                        SoftPhone.builder()
                                .name("dave")
                                .transport(Transport.TCP)
                                .ringing(RingBehaviour.ANSWER)
                                .build()) {
            PhoneCall call = carol.call(dave.uri().text());

            assertThat(dave.uri().transport()).isEqualTo("tcp");
            assertThat(state(call, CallState.IN_CALL)).isEqualTo(CallState.IN_CALL);
            Waiting.of(call.audio().hears(440, LONG));
            call.hangUp();
            assertThat(state(call, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
        }
    }

    @Test
    void phonesThatShareAnEngineAreFoundByTheirNames() throws Exception {
        try (PhoneEngine engine = PhoneEngine.start();
                SoftPhone carol = SoftPhone.builder().engine(engine).name("carol").build();
                SoftPhone dave = SoftPhone.builder().engine(engine).name("dave").build()) {
            CompletableFuture<PhoneCall> arrival = incoming(dave);
            PhoneCall call = carol.call(dave.uri().text());
            assertThat(Waiting.of(arrival).phone()).isSameAs(dave);
            call.hangUp();
            state(call, CallState.CANCELLED);

            PhoneCall nobody = carol.call(dave.uri().withUser("erin").text());
            assertThat(state(nobody, CallState.REJECTED)).isEqualTo(CallState.REJECTED);
            assertThat(nobody.endStatus()).hasValue(404);
        }
    }

    @Test
    void aCallPlaysOneFileAndRecordsAnother(@TempDir Path folder) throws Exception {
        Pair pair = talking();
        short[] speech = new short[8_000];
        new io.referee.softphone.rtp.Tone(800).fill(speech);
        Path recording = folder.resolve("heard.wav");
        WavRecorder recorder = new WavRecorder(recording);
        pair.callee.audio().record(recorder);

        pair.caller.audio().play(Wav.playing(speech));
        Waiting.of(pair.callee.audio().hears(800, LONG));
        recorder.close();

        // Of the 100 ms in which the tone was found, it fills at least 70.
        assertThat(Wav.read(recording).length).isGreaterThanOrEqualTo(3 * 160);
    }

    @Test
    void aTargetThatIsNoSipUriIsRefusedAtOnce() {
        assertThatThrownBy(() -> alice.call("bob"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bob");
    }

    @Test
    void closingAPhoneHangsItsCallsUp() throws Exception {
        Pair pair = talking();

        alice.close();

        assertThat(state(pair.callee, CallState.COMPLETED)).isEqualTo(CallState.COMPLETED);
    }
}
