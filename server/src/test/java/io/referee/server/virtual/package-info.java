/// The outside of the server's rooms in memory: virtual time, a wire that keeps what is sent, an
/// event sink that keeps what is published.
@NullMarked
package io.referee.server.virtual;

import org.jspecify.annotations.NullMarked;
