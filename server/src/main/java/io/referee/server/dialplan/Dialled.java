package io.referee.server.dialplan;

/// What a dial plan is told about a call. *Immutable.* Text that is not there is empty.
///
/// @param user user part of the request URI, without escapes: the number dialled
/// @param fromName display name of From
/// @param fromUser user part of the From URI
/// @param fromHost host of the From URI
/// @param transferor of a transfer, `user@host` of who asks for it
/// @param transferee of a transfer, `user@host` of who is moved
/// @param referTo of a transfer, its target as it was asked for, without URI headers
public record Dialled(
        String user,
        String fromName,
        String fromUser,
        String fromHost,
        String transferor,
        String transferee,
        String referTo) {

    /// A call that is no transfer.
    public Dialled(String user, String fromName, String fromUser, String fromHost) {
        this(user, fromName, fromUser, fromHost, "", "", "");
    }

    /// `user@host` of From, as far as it is there.
    public String fromAor() {
        return fromHost.isEmpty() ? fromUser : fromUser + "@" + fromHost;
    }
}
