/// Audio over RTP: G.711, tones, WAV files, and one stream per call.
///
/// ```java
/// call.audio().play(Wav.playing(Wav.read(Path.of("hello.wav"))));
/// call.audio().record(new WavRecorder(Path.of("heard.wav")));
/// call.audio().hears(440, Duration.ofSeconds(5)).join();
/// ```
@NullMarked
package io.referee.softphone.rtp;

import org.jspecify.annotations.NullMarked;
