package io.referee.sip.transport;

import io.referee.sip.message.SipMessage;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// All that the deciding code may ask of the world. In the server it is the engine of sip-net; in
/// tests it is virtual time and a simulated network. *Engine thread only.*
public interface Outside {

    /// The time of the event that is being applied. It does not move within an event.
    Instant now();

    /// Milliseconds since some moment, by a clock that nobody sets; those of [#now] without one.
    default long millis() {
        return now().toEpochMilli();
    }

    /// Puts a message on the wire. Trouble is reported later, through whoever the shell was told to
    /// report it to.
    void transmit(SipMessage message, Hop hop);

    /// Who sent a request from `hop` has proven who he is: its connection is worth more than
    /// others.
    default void proven(Hop hop) {}

    /// Calls `alarm` in the engine after this long.
    Alarm schedule(Duration after, Runnable alarm);

    /// How a peer at `hop` reaches us: what Via and Contact show.
    Local localAddress(Hop hop);

    /// Finds the servers behind a URI (RFC 3263 §4): `then` is called once, at once when nothing
    /// has to be asked, otherwise later. This one here knows no names at all.
    default void locate(Uri uri, Consumer<Servers> then) {
        then.accept(Servers.of(List.of()));
    }

    /// Fresh random text of letters and digits, not to be guessed: tags, branches, Call-IDs.
    String token();

    /// A random number from 0 to `bound`-1, for back-off and jitter.
    int random(int bound);

    /// One of our own sockets as others see it.
    record Local(String host, int port) {}

    /// A pending timer.
    interface Alarm {
        /// Makes sure that it does not ring; harmless when it has rung.
        void cancel();
    }
}
