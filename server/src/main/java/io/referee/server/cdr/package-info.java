/// Call records: made from the event stream by one pure reducer, kept behind a port.
@NullMarked
package io.referee.server.cdr;

import org.jspecify.annotations.NullMarked;
