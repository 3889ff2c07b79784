/// URIs of SIP.
///
/// ```java
/// SipUri bob = SipUri.parse("sip:bob@example.org;transport=tcp").orElseThrow();
/// bob.transport();                         // tcp
/// bob.withParameter("lr", "").text();      // sip:bob@example.org;transport=tcp;lr
/// ```
@NullMarked
package io.referee.sip.uri;

import org.jspecify.annotations.NullMarked;
