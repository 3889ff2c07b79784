/// Phones for loads that SIPp cannot play, all on one thread and one clock.
@NullMarked
package io.referee.bench.phones;

import org.jspecify.annotations.NullMarked;
