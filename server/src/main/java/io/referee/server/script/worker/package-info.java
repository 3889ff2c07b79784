/// The program of a worker process on JRuby: it keeps runtimes warm, gives each owner one of his
/// own, and runs plans in them on virtual threads. It runs in a process of its own and knows
/// nothing of the server but the frames.
@NullMarked
package io.referee.server.script.worker;

import org.jspecify.annotations.NullMarked;
