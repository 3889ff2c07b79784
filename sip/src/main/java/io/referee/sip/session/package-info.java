/// INVITE sessions: what a user agent does above transactions.
@NullMarked
package io.referee.sip.session;

import org.jspecify.annotations.NullMarked;
