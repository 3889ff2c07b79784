package io.referee.ladder;

import java.time.Duration;

/// Carries messages between the parties of a run, in virtual time, with the fate that the run's
/// [Medium] decides, and writes down each of them. One thread only.
public final class Network {
    private final VirtualTime time;
    private final Medium medium;
    private final History history;
    private int datagrams;

    /// A network without traffic so far.
    public Network(VirtualTime time, Medium medium, History history) {
        this.time = time;
        this.medium = medium;
        this.history = history;
    }

    /// Sends a datagram. `arrive` is called once, twice or never, always later than this call. A
    /// retransmission is a datagram of its own.
    public void datagram(Route route, Runnable arrive) {
        int index = datagrams++;
        DatagramFate fate = medium.fate(index);
        history.sent(index, route, fate);
        switch (fate) {
            case DatagramFate.Deliver(Duration after) -> time.after(after, arrive);
            case DatagramFate.Drop _ -> {}
            case DatagramFate.DeliverTwice(Duration after, Duration again) -> {
                time.after(after, arrive);
                time.after(again, arrive);
            }
        }
    }

    /// Sends a message over a stream such as TCP: `arrive` is called exactly once, in order,
    /// whatever the medium does to datagrams. Streams do not count as datagrams.
    public void stream(Route route, Runnable arrive) {
        history.streamed(route);
        time.after(Medium.DELAY, arrive);
    }

    /// How many datagrams were sent so far.
    public int datagrams() {
        return datagrams;
    }
}
