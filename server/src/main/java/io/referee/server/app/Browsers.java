package io.referee.server.app;

import io.referee.net.Attachment;
import io.referee.net.Carrier;
import io.referee.net.Engine;
import io.referee.server.api.EngineDoor;
import io.referee.server.api.SipDoor;
import io.referee.sip.transport.Transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;

/// SIP over WebSocket, from the HTTP server to the engine.
record Browsers(Engine engine) implements SipDoor {

    @Override
    public Line open(Browser browser) {
        try {
            return new ToEngine(engine.attach(new FromEngine(browser)));
        } catch (RejectedExecutionException e) {
            throw new EngineDoor.Busy("The engine has too much to do.");
        }
    }

    private record ToEngine(Attachment attachment) implements Line {
        @Override
        public void received(byte[] octets) throws InterruptedException {
            attachment.received(octets);
        }

        @Override
        public void closed() {
            attachment.closed();
        }
    }

    private record FromEngine(Browser browser) implements Carrier {
        @Override
        public Transport transport() {
            return switch (browser.secrecy()) {
                case PLAIN -> Transport.WS;
                case SECURE -> Transport.WSS;
            };
        }

        @Override
        public InetSocketAddress peer() {
            return browser.peer();
        }

        @Override
        public InetSocketAddress local() {
            return browser.local();
        }

        @Override
        public void send(byte[] message) throws IOException {
            browser.send(message);
        }

        @Override
        public void close() {
            browser.close();
        }
    }
}
