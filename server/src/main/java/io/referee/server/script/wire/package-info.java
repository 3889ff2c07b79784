/// What the server and its script workers say to each other: JSON texts, each behind its length.
/// Both ends use it, so it knows neither.
@NullMarked
package io.referee.server.script.wire;

import org.jspecify.annotations.NullMarked;
