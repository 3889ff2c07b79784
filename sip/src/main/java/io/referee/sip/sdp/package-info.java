/// Session descriptions (RFC 8866) and the rules of offer and answer (RFC 3264) for a server that
/// never touches media: bodies are kept byte for byte, and only what the server owns in them is
/// rewritten.
///
/// ```java
/// if (SessionDescription.parse(body) instanceof SdpReading.Parsed(SessionDescription offer)) {
///     byte[] held = offer.withDirection(Direction.SENDONLY).bytes();
/// }
/// ```
@NullMarked
package io.referee.sip.sdp;

import org.jspecify.annotations.NullMarked;
