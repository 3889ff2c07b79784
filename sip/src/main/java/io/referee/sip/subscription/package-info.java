/// Event subscriptions within a dialog, and the one that a REFER makes (RFC 6665, RFC 3515, RFC
/// 4488, RFC 7614): pure machines of both ends.
@NullMarked
package io.referee.sip.subscription;

import org.jspecify.annotations.NullMarked;
