package io.referee.server.store;

/// What has become of something that was committed.
enum Durability {
    /// The database does not tell.
    UNKNOWN,
    /// The database has it in memory only.
    ON_ITS_WAY,
    /// It outlives the process.
    IN_FILE,
    /// The database gave it up before it was in the file.
    LOST
}
