package io.referee.sip.transaction;

/// The four machines for messages over one kind of transport. They hold no state, so that one of
/// each serves all transactions. *Immutable.*
record Machines(
        InviteClient inviteClient,
        NonInviteClient nonInviteClient,
        InviteServer inviteServer,
        NonInviteServer nonInviteServer) {

    static Machines of(Timing timing, Reliability reliability) {
        return new Machines(
                new InviteClient(timing, reliability),
                new NonInviteClient(timing, reliability),
                new InviteServer(timing, reliability),
                new NonInviteServer(timing, reliability));
    }
}
