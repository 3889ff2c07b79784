/// The command line: options into values, the HTTP API from a shell, exit codes.
@NullMarked
package io.referee.server.app.cli;

import org.jspecify.annotations.NullMarked;
