/// The ladder of a call, drawn from its events: as structure, text and SVG. Not for the engine
/// thread.
@NullMarked
package io.referee.server.event.picture;

import org.jspecify.annotations.NullMarked;
