/// Where a request goes: from URIs to the servers behind them (RFC 3263), and which of these are
/// tried last.
///
/// The search asks for DNS records instead of looking them up, so whoever runs it decides where
/// they come from: `io.referee.net` from the network, a test from a table.
@NullMarked
package io.referee.sip.routing;

import org.jspecify.annotations.NullMarked;
