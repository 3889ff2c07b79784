/// Where a request goes: from URIs to the servers behind them (RFC 3263), and which of these are
/// tried last.
@NullMarked
package io.referee.sip.routing;

import org.jspecify.annotations.NullMarked;
