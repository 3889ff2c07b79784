package io.referee.server.transfer;

/// A call that the server places on request (`docs/transfers.md`). *Immutable.*
///
/// @param owner whose account `from` has to be
/// @param from the account that rings first: its name, `name@domain` or SIP URI
/// @param to whom it then calls, as its phone could: a URI, `user@domain`, or a user or number of
///   the default domain
/// @param createdBy for the records: `api`, `callmanager`, `refer`
public record CallOrder(String owner, String from, String to, String createdBy) {}
