/// Dial plans at work: what a plan dials becomes routes, one after the other, until somebody
/// answers. Pure.
@NullMarked
package io.referee.server.dialplan.run;

import org.jspecify.annotations.NullMarked;
