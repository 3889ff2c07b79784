package io.referee.server.account;

/// What is special about an account in transfers, where the configuration alone does not say it.
/// *Immutable.*
///
/// @param endpoint of its phones
/// @param notifies which NOTIFYs its phones get when they transfer, as `refer.notify` writes it;
///   empty: what the configuration says
/// @param group accounts of one group may transfer to each other's calls and take them over,
///   whoever owns them; empty: it is in none
/// @param token whether its REFERs have to prove who refers, as `referredBy.token` writes it;
///   empty: what the configuration says
public record TransferHabits(Endpoint endpoint, String notifies, String group, String token) {
    /// The token that says that no proof is needed.
    public static final String NO_TOKEN = "optional";

    /// The token that says that a proof is needed, whatever the configuration says.
    public static final String TOKEN = "required";

    /// Nothing is.
    public static final TransferHabits USUAL = new TransferHabits(Endpoint.USUAL, "", "", "");

    /// The same in this group.
    public TransferHabits in(String other) {
        return new TransferHabits(endpoint, notifies, other, token);
    }

    /// The same with this said of proofs.
    public TransferHabits proving(String other) {
        return new TransferHabits(endpoint, notifies, group, other);
    }

    /// Whether both are in one group.
    public boolean together(TransferHabits other) {
        return !group.isEmpty() && group.equals(other.group);
    }
}
