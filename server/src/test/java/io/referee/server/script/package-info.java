/// Scripts in real worker processes: what plans may do, what they may not, and what it costs the
/// others.
@NullMarked
package io.referee.server.script;

import org.jspecify.annotations.NullMarked;
