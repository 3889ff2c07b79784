package io.referee.examples;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.SoftPhone;
import io.referee.softphone.rtp.WavRecorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/// An answering machine: takes every call, hums, tells which keys were pressed, hangs up on `#`,
/// and records the last call if it is told where to.
///
/// `Answer 192.0.2.7:5060 message.wav`
public final class Answer {
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private Answer() {}

    /// @param args `address:port` to listen at, and perhaps a WAV file to write
    public static void main(String[] args) throws Exception {
        try (SoftPhone phone = SoftPhone.builder().name("answer").listen(args[0]).build()) {
            phone.onIncomingCall(call -> take(call, args));
            System.out.println("call " + phone.uri());
            Thread.currentThread().join();
        }
    }

    private static void take(PhoneCall call, String[] args) {
        System.out.println("call from " + call.remoteParty().text());
        try {
            if (args.length > 1) {
                call.audio().record(new WavRecorder(Path.of(args[1])));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        call.answer();
        call.audio()
                .hearsKeys("#", LONGEST)
                .whenComplete((report, late) -> call.hangUp())
                .thenAccept(report -> System.out.println("keys " + report.keys()));
        call.whenIn(CallState.COMPLETED).thenAccept(end -> System.out.println("call is " + end));
    }
}
