/// Dialog state (RFC 3261 §12).
@NullMarked
package io.referee.sip.dialog;

import org.jspecify.annotations.NullMarked;
