package io.referee.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/// Takes connections at one address and hands them to the engine. *A virtual thread of its own.*
final class Acceptor {
    private static final long PAUSE_MILLIS = 50;

    private final ServerSocket server;
    private final Shelter shelter;
    private final Shell shell;
    private final Streams streams;

    Acceptor(ServerSocket server, Shelter shelter, Shell shell, Streams streams) {
        this.server = server;
        this.shelter = shelter;
        this.shell = shell;
        this.streams = streams;
    }

    void start() {
        shell.threads().start("sip-accept-" + server.getLocalPort(), this::accept);
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                acceptOne();
            }
        } catch (InterruptedException e) {
            // The engine closes.
        }
    }

    private void acceptOne() throws InterruptedException {
        try {
            Socket socket = server.accept();
            shell.mailbox().put(() -> streams.accepted(socket, shelter));
        } catch (IOException e) {
            // Closed by us, or the machine is out of descriptors: in that case room helps.
            if (!server.isClosed()) {
                shell.mailbox().put(streams::makeWay);
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    void stop() throws IOException {
        server.close();
    }
}
