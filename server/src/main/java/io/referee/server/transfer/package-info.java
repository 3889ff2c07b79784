/// Call transfer: admission, phases, the refer subscription and the joining of legs. Every door
/// leads here.
@NullMarked
package io.referee.server.transfer;

import org.jspecify.annotations.NullMarked;
