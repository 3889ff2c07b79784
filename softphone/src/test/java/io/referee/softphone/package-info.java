/// Phones on real sockets of 127.0.0.1, against each other and against scripted peers.
@NullMarked
package io.referee.softphone;

import org.jspecify.annotations.NullMarked;
