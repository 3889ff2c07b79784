package io.referee.acceptance;

/// The calls of [SippTest] over TCP.
final class TcpSippTest extends SippTest {
    TcpSippTest() {
        super(Transport.TCP);
    }
}
