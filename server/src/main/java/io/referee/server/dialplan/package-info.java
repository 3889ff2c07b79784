/// Dial plans: where a dialled number goes. Rule lists only, for now; pure.
@NullMarked
package io.referee.server.dialplan;

import org.jspecify.annotations.NullMarked;
