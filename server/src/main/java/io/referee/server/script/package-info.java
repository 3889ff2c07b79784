/// Runs the dial plans that users write in Ruby, in worker processes outside of the server. It
/// knows nothing of calls: what a script asks for is a message to the
/// [io.referee.server.script.ScriptHost] that started it. *Any thread.*
@NullMarked
package io.referee.server.script;

import org.jspecify.annotations.NullMarked;
