/// Protection against attack and load: rates, bans, overload. It decides only; sip-net asks it
/// before a datagram is read, the transaction layer before a transaction is made, the authenticator
/// tells it who proved what.
@NullMarked
package io.referee.server.guard;

import org.jspecify.annotations.NullMarked;
