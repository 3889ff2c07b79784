/// Fuzz targets: what any octets may do to the readers of this library. Each target is a class with
/// `fuzzerTestOneInput`, the entry that Jazzer's driver calls; it throws when an invariant breaks.
/// `make fuzz TARGET=message SECONDS=300` fuzzes for real, [CorpusTest] replays the committed
/// corpus in every build.
///
/// A target of another module (WebSocket frames to messages, say) is a class of the same shape in a
/// `fuzz` package there, a folder under `src/test/resources/fuzz`, and a replaying test.
package io.referee.sip.fuzz;
