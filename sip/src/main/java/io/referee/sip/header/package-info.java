/// The headers that the stack itself reads, as values.
///
/// ```java
/// NameAddr.parse("\"Bob\" <sip:bob@example.org>;tag=1").orElseThrow().tag();   // 1
/// Via.parse("SIP/2.0/UDP host;branch=z9hG4bK7").orElseThrow().branch();        // z9hG4bK7
/// ```
@NullMarked
package io.referee.sip.header;

import org.jspecify.annotations.NullMarked;
