package io.referee.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The peer: Kamailio with two workers and no TCP, as a proxy or as a registrar.
final class Kamailio {
    private static final int START_SECONDS = 60;

    private final Path configuration;
    private final Processes processes;

    Kamailio(Path root, Processes processes) {
        this.configuration = root.resolve("bench/kamailio/proxy.cfg");
        this.processes = processes;
    }

    /// A proxy that passes every call on to the callee.
    Subject proxy() throws IOException, InterruptedException {
        return start("kamailio", Subject.Played.CALL);
    }

    /// The same proxy, which asks the caller of every call for its password.
    Subject challenging() throws IOException, InterruptedException {
        return start("kamailio-digest", Subject.Played.DIGEST, "-A", "WITH_DIGEST");
    }

    /// A registrar that asks for passwords and keeps what is registered in memory.
    Subject registrar() throws IOException, InterruptedException {
        return start("kamailio-registrar", Subject.Played.REGISTRATION, "-A", "WITH_REGISTRAR");
    }

    private Subject start(String name, Subject.Played played, String... more)
            throws IOException, InterruptedException {
        int port = Servers.freePort();
        int callee = Servers.freePort();
        Path run = Files.createDirectories(processes.folder().resolve(name));
        String options =
                "-DD -E -n 2 -m 256 -M 32 -f %s -A CALLEE=\"sip:127.0.0.1:%d\" -l udp:127.0.0.1:%d -Y %s -w %s"
                        .formatted(configuration, callee, port, run, run);
        List<String> command = new ArrayList<>(List.of("kamailio"));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of(more));
        Process process = processes.start(name, command);
        for (int second = 0; second < START_SECONDS; second++) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        name + " ended; see " + processes.folder().resolve(name + ".out"));
            }
            if (answers(port)) {
                return new Subject(name, process, new Subject.Ports(port, callee, 0, 0), played);
            }
        }
        throw new IllegalStateException(name + " does not listen on port " + port);
    }

    /// Whether anything comes back for a request that may go no further (Max-Forwards 0).
    private static boolean answers(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            socket.setSoTimeout(1_000);
            int own = socket.getLocalPort();
            byte[] request =
                    """
                    OPTIONS sip:localhost SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bK-ready
                    From: <sip:ready@localhost>;tag=1
                    To: <sip:localhost>
                    Call-ID: ready-%1$d
                    CSeq: 1 OPTIONS
                    Max-Forwards: 0
                    Content-Length: 0

                    """
                            .formatted(own)
                            .replace("\n", "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            socket.send(
                    new DatagramPacket(
                            request, request.length, InetAddress.getLoopbackAddress(), port));
            socket.receive(new DatagramPacket(new byte[2_000], 2_000));
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }
}
