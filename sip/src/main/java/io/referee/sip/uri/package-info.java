/// URIs of SIP.
@NullMarked
package io.referee.sip.uri;

import org.jspecify.annotations.NullMarked;
