/// The headers that the stack itself reads, as values.
@NullMarked
package io.referee.sip.header;

import org.jspecify.annotations.NullMarked;
