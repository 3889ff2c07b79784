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

    /// Nothing is.
    public static final TransferHabits USUAL = new TransferHabits(Endpoint.USUAL, "", "", "");

    /// The same in this group.
    public TransferHabits in(String other) {
        return new TransferHabits(endpoint, notifies, other, token);
    }

    /// Whether both are in one group.
    public boolean together(TransferHabits other) {
        return !group.isEmpty() && group.equals(other.group);
    }
}
