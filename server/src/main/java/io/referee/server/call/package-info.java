/// Calls: legs, bridges, ringing, and the rules by which messages cross from one leg to the other.
@NullMarked
package io.referee.server.call;

import org.jspecify.annotations.NullMarked;
