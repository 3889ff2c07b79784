/// The registration agent: keeps the providers of all owners registered, knows their servers, and
/// proves who we are there. Pure: it decides and asks [io.referee.sip.transport.Outside].
@NullMarked
package io.referee.server.provider;

import org.jspecify.annotations.NullMarked;
