/// Load runs: the same calls directly, through Kamailio and through Referee, and what they cost.
@NullMarked
package io.referee.bench;

import org.jspecify.annotations.NullMarked;
