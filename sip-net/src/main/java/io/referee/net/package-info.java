/// The thin shell around `sip`: one engine thread with its timers and commands, UDP, TCP, host
/// names. It decides nothing; what it is told by the network it hands to an
/// [io.referee.net.Inbound].
@NullMarked
package io.referee.net;

import org.jspecify.annotations.NullMarked;
