package io.referee.acceptance;

/// The calls of [SippTest] over UDP.
final class UdpSippTest extends SippTest {
    UdpSippTest() {
        super(Transport.UDP);
    }
}
