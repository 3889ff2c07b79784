/// A phone in Java: lines that register, calls that ring, hold and get transferred, and audio that
/// can be checked.
///
/// ```java
/// try (SoftPhone phone = SoftPhone.builder().name("alice").build()) {
///     PhoneLine line = phone.line(SipAccount.udp("alice", "secret", "example.org", "192.0.2.1"));
///     line.register().join();
///     line.call("bob").await(CallState.IN_CALL, Duration.ofSeconds(30));
/// }
/// ```
@NullMarked
package io.referee.softphone;

import org.jspecify.annotations.NullMarked;
