@NullMarked
package io.referee.server.guard;

import org.jspecify.annotations.NullMarked;
