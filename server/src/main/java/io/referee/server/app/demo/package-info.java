/// The demo: a real server, real phones, real sockets, and a verdict in words.
@NullMarked
package io.referee.server.app.demo;

import org.jspecify.annotations.NullMarked;
