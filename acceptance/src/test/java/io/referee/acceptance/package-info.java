/// The packaged server in a process of its own, played with over real sockets by real clients.
@NullMarked
package io.referee.acceptance;

import org.jspecify.annotations.NullMarked;
