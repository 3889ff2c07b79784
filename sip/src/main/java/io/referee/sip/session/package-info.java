/// INVITE sessions: what a user agent does above transactions.
///
/// Begin with [UserAgent]; what comes in goes to its handler, what becomes of a session to a
/// [SessionListener]:
///
/// ```java
/// UserAgent agent = new UserAgent(outside, SessionSettings.of("Caller/1.0"), handler);
/// agent.invite(OutgoingInvite.of(alice, bob, offer), listener);
/// ```
@NullMarked
package io.referee.sip.session;

import org.jspecify.annotations.NullMarked;
