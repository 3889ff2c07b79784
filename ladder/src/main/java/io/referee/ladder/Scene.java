package io.referee.ladder;

/// What a run gives to its stage: time, network, inboxes and history, all new for the run. The
/// stage keeps no other clock and no other way between the parties. One thread only.
public record Scene<M>(VirtualTime time, Network network, Inboxes<M> inboxes, History history) {

    /// A new scene whose datagrams meet the given medium.
    public static <M> Scene<M> with(Medium medium) {
        VirtualTime time = new VirtualTime();
        History history = new History(time);
        return new Scene<>(time, new Network(time, medium, history), new Inboxes<>(time), history);
    }
}
