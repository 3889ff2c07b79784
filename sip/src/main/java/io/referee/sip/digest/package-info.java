/// Digest authentication for SIP (RFC 3261 §22, RFC 7616, RFC 8760): MD5 and SHA-256, qop `auth`,
/// nonce counts. Works with stored HA1 values; a server needs no password.
///
/// Departures: `auth-int`, the `-sess` algorithms, `userhash` and `username*` are refused as
/// unsupported, for want of phones that send them.
@NullMarked
package io.referee.sip.digest;

import org.jspecify.annotations.NullMarked;
