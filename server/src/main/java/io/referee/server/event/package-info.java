/// The one event stream: everything that happens is a [Fact] in an [Event]; records, ladders, the
/// live board, metrics and tests are readers of it.
@NullMarked
package io.referee.server.event;

import org.jspecify.annotations.NullMarked;
