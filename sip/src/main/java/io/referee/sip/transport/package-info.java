/// What the pure core asks of the outside: time, timers, the wire, chance.
///
/// [Outside] is what the core asks for, [Inside] what it is told. An engine of `io.referee.net` is
/// an outside with sockets; a test writes one in virtual time.
@NullMarked
package io.referee.sip.transport;

import org.jspecify.annotations.NullMarked;
