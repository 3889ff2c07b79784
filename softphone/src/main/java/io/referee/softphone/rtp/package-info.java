/// Audio over RTP: G.711, tones, WAV files, and one stream per call.
@NullMarked
package io.referee.softphone.rtp;

import org.jspecify.annotations.NullMarked;
