package io.referee.examples;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.SoftPhone;
import io.referee.softphone.rtp.Tone;
import io.referee.softphone.rtp.Wav;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Calls a SIP URI, presses keys, plays tones and WAV files, and hangs up.
///
/// `Call sip:bob@192.0.2.7 hello.wav 440Hz 123#`
public final class Call {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TONE = Duration.ofSeconds(1);
    private static final int KEY_MILLIS = 300;
    private static final int SAMPLES_PER_MILLI = 8;

    private Call() {}

    /// @param args the URI, then in any number and order keys (`123#`), tones (`440Hz`) and files
    ///   (`x.wav`: 8000 Hz, mono, 16 bit)
    public static void main(String[] args) throws Exception {
        try (SoftPhone phone = SoftPhone.builder().name("caller").build()) {
            PhoneCall call = phone.call(args[0]);
            call.onState(state -> System.out.println("call is " + state));
            if (call.await(CallState.IN_CALL, PATIENCE) == CallState.IN_CALL) {
                talk(call, Arrays.asList(args).subList(1, args.length));
            } else {
                System.out.println("nobody talks: " + call.endStatus().orElse(0));
            }
            call.hangUp();
            call.await(CallState.COMPLETED, TONE);
            System.out.println("sent " + call.audio().report().sent() + " packets");
        }
    }

    /// Does one thing after the other, as long as the call is up.
    private static void talk(PhoneCall call, List<String> things) throws Exception {
        for (String thing : things) {
            System.out.println("plays " + thing);
            call.await(CallState.COMPLETED, play(call, thing));
        }
    }

    /// Starts it and says how long it takes.
    private static Duration play(PhoneCall call, String thing) throws Exception {
        if (thing.endsWith(".wav")) {
            short[] samples = Wav.read(Path.of(thing));
            call.audio().play(Wav.playing(samples));
            return Duration.ofMillis(samples.length / SAMPLES_PER_MILLI);
        }
        if (thing.endsWith("Hz")) {
            int hertz = Integer.parseInt(thing.substring(0, thing.length() - 2));
            call.audio().play(new Tone(hertz));
            return TONE;
        }
        call.press(thing);
        return Duration.ofMillis((long) thing.length() * KEY_MILLIS);
    }
}
