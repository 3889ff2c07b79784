/// A stateful proxy (RFC 3261 §16): [Proxy] with a [Routing] of your own. It stands on the
/// transaction layer alone and knows no sessions.
@NullMarked
package io.referee.sip.proxy;

import org.jspecify.annotations.NullMarked;
