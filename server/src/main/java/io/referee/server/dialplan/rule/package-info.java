/// Rule lists: every field of the Simple Wizard, decided without a script. Pure.
@NullMarked
package io.referee.server.dialplan.rule;

import org.jspecify.annotations.NullMarked;
