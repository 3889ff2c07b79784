/// The thin shell around `sip`: one engine thread with its timers and commands, UDP, TCP, host
/// names. It decides nothing; what it is told by the network it hands to an
/// [io.referee.net.Inbound].
///
/// ```java
/// EngineSettings here = EngineSettings.at("192.0.2.1:5060");
/// try (Engine engine = Engine.start(here, outside -> new Proxy(outside, routing))) {
///     Thread.currentThread().join();
/// }
/// ```
@NullMarked
package io.referee.net;

import org.jspecify.annotations.NullMarked;
