/// Who is let in.
@NullMarked
package io.referee.server.account;

import org.jspecify.annotations.NullMarked;
