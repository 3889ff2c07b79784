/// Who watches the calls of an account: the dialog event package (RFC 4235). It reads what happens
/// from the events and asks nothing of those that make it happen.
@NullMarked
package io.referee.server.watch;

import org.jspecify.annotations.NullMarked;
