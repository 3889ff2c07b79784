package io.referee.server.app.cli;

/// The options of `demo`. *Immutable.*
///
/// @param once end after the scenarios: 0 when each went as it must, 1 otherwise
/// @param calls short calls after the scenarios, as fast as they come; 0 to 1,000,000
/// @param portOffset added to the usual ports; 0: free ports are found
public record DemoOptions(boolean once, int calls, int portOffset) {}
