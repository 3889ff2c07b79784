/// The registrar, asked by phones in virtual time.
@NullMarked
package io.referee.server.registrar;

import org.jspecify.annotations.NullMarked;
