/// The world outside as dial plans may see it: web pages, mail, numbers in the DNS, values that
/// they keep. A shell room: it waits, on threads of its own.
@NullMarked
package io.referee.server.app.world;

import org.jspecify.annotations.NullMarked;
