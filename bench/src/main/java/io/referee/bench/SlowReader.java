package io.referee.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A reader of events that does not read until it is asked what it was sent. *One thread.*
final class SlowReader implements AutoCloseable {
    private static final int SILENT_MILLIS = 20_000;

    private final Socket socket;

    SlowReader(int port) throws IOException {
        socket = Readers.asking(port, Referee.KEY);
    }

    /// Reads it all: whether it ends with being cut off.
    boolean wasCutOff() throws IOException {
        socket.setSoTimeout(SILENT_MILLIS);
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("event: cut-off")) {
                    return true;
                }
            }
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
