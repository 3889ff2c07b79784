/// The program: main, configuration, apply file, command line and the wiring of all rooms.
@NullMarked
package io.referee.server.app;

import org.jspecify.annotations.NullMarked;
