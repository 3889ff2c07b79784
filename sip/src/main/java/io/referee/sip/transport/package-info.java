/// What the pure core asks of the outside: time, timers, the wire, chance.
@NullMarked
package io.referee.sip.transport;

import org.jspecify.annotations.NullMarked;
