/// A stateful proxy (RFC 3261 §16): [Proxy] with a [Routing] of your own. It stands on the
/// transaction layer alone and knows no sessions.
///
/// ```java
/// Routing routing = (request, from) -> Verdict.forward(Target.of(phoneOf(request.uri())));
/// Proxy proxy = new Proxy(outside, routing);
/// ```
@NullMarked
package io.referee.sip.proxy;

import org.jspecify.annotations.NullMarked;
