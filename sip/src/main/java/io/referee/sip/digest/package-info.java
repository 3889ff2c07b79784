/// Digest authentication for SIP (RFC 3261 §22, RFC 7616, RFC 8760): MD5, SHA-256 and SHA-512-256
/// with their `-sess` sisters, qop `auth` and `auth-int`, nonce counts, and the server's own proof.
/// Works with stored HA1 values; a server needs no password.
///
/// Departures: `userhash` is refused as unsupported, for want of phones that send it. The key of a
/// `-sess` algorithm is made of the nonces in the credentials at hand, so that a server keeps no
/// session; a client that keeps its client nonce for the life of a nonce cannot tell the
/// difference.
///
/// A small server needs [Realm] alone:
///
/// ```java
/// if (!realm.proven(request, "alice", password)) {
///     transaction.respond(transaction.responding().add(realm.challenge()).response(401));
/// }
/// ```
@NullMarked
package io.referee.sip.digest;

import org.jspecify.annotations.NullMarked;
