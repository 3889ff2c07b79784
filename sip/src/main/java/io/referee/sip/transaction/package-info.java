/// The four transaction machines (RFC 3261 §17, RFC 6026), pure, and the layer that runs them.
///
/// ```java
/// TransactionLayer layer = new TransactionLayer(outside, Timing.STANDARD, user);
/// layer.send(request, hop, listener);      // the request's top Via is layer.via(hop)
/// ```
@NullMarked
package io.referee.sip.transaction;

import org.jspecify.annotations.NullMarked;
