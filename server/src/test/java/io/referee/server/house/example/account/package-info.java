/// Part of an example that breaks the rules on imports on purpose.
@NullMarked
package io.referee.server.house.example.account;

import org.jspecify.annotations.NullMarked;
