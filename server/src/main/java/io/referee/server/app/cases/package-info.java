/// Files of cases for dial plans: calls, and what must become of them.
@NullMarked
package io.referee.server.app.cases;

import org.jspecify.annotations.NullMarked;
