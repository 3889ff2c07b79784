/// The database behind the ports that lower rooms declare: H2 in a file by default, PostgreSQL by
/// URL.
@NullMarked
package io.referee.server.store;

import org.jspecify.annotations.NullMarked;
