/// What dial plans would do: they run as for a call, and nobody is rung.
@NullMarked
package io.referee.server.dialplan.dry;

import org.jspecify.annotations.NullMarked;
