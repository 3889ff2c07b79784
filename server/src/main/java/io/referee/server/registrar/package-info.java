/// Bindings of phones.
@NullMarked
package io.referee.server.registrar;

import org.jspecify.annotations.NullMarked;
