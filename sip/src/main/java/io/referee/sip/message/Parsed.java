package io.referee.sip.message;

/// What came out of parsing: a message, or what was wrong with it.
public sealed interface Parsed permits SipMessage, Malformed {}
