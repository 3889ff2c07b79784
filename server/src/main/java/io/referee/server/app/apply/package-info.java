/// The apply file and the bodies of the HTTP API with the same fields: read, checked as a whole,
/// and turned into a new directory or one sentence that says what is wrong.
@NullMarked
package io.referee.server.app.apply;

import org.jspecify.annotations.NullMarked;
