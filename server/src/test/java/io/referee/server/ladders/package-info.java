/// The ladders of the server: the deciding core in virtual time, with scripted phones around it.
@NullMarked
package io.referee.server.ladders;

import org.jspecify.annotations.NullMarked;
