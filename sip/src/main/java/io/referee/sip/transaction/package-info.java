/// The four transaction machines (RFC 3261 §17, RFC 6026), pure, and the layer that runs them.
@NullMarked
package io.referee.sip.transaction;

import org.jspecify.annotations.NullMarked;
