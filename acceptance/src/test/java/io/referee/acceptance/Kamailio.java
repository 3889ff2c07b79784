package io.referee.acceptance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Kamailio that is a registrar for one account, brings calls to it, and takes calls of it to a
/// gateway when it proves that they are its own, in a process and a folder of its own. *One
/// thread.*
final class Kamailio implements AutoCloseable {
    private static final int TRIES = 100;
    private static final int PAUSE_MILLIS = 200;
    private static final long END_SECONDS = 10;
    private static final String CONFIGURATION =
            """
            debug=1
            log_stderror=yes
            disable_tcp=yes
            auto_aliases=no
            dns=no
            rev_dns=no
            loadmodule "sl.so"
            loadmodule "tm.so"
            loadmodule "rr.so"
            loadmodule "pv.so"
            loadmodule "maxfwd.so"
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            loadmodule "auth.so"
            modparam("registrar", "max_expires", 120)
            request_route {
                if (!mf_process_maxfwd_header("10")) {
                    sl_send_reply("483", "Too Many Hops");
                    exit;
                }
                if (method == "REGISTER") {
                    if ($tU != "USER") {
                        sl_send_reply("403", "Unknown here");
                        exit;
                    }
                    if (!pv_www_authenticate("provider.example", "PASSWORD", "0")) {
                        www_challenge("provider.example", "1");
                        exit;
                    }
                    save("location");
                    exit;
                }
                if (method == "CANCEL") {
                    if (t_check_trans()) {
                        t_relay();
                    }
                    exit;
                }
                if (loose_route()) {
                    t_relay();
                    exit;
                }
                if (method == "INVITE") {
                    if (!lookup("location")) {
                        if ($fU != "USER") {
                            sl_send_reply("404", "Not Found");
                            exit;
                        }
                        if (!pv_proxy_authenticate("provider.example", "PASSWORD", "0")) {
                            proxy_challenge("provider.example", "1");
                            exit;
                        }
                        consume_credentials();
                        $du = "sip:127.0.0.1:GATEWAY";
                    }
                    record_route();
                    t_relay();
                }
                exit;
            }
            """;

    private final Process process;
    private final int port = Ports.ten();
    private final int gateway = Ports.ten();

    /// @param account the one that may register and call
    Kamailio(Path parent, Phone account) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(parent.resolve("kamailio"));
        Path file = folder.resolve("kamailio.cfg");
        Files.writeString(
                file,
                CONFIGURATION
                        .replace("USER", account.user())
                        .replace("PASSWORD", account.password())
                        .replace("GATEWAY", Integer.toString(gateway)));
        process =
                new ProcessBuilder(program(folder, file))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("screen").toFile())
                        .start();
        for (int i = 0; !answers(); i++) {
            if (!process.isAlive() || i > TRIES) {
                throw new AssertionError(
                        "kamailio does not start: " + Files.readString(folder.resolve("screen")));
            }
        }
    }

    private List<String> program(Path folder, Path file) {
        return List.of(
                Files.isExecutable(Path.of("/usr/sbin/kamailio"))
                        ? "/usr/sbin/kamailio"
                        : Peer.KAMAILIO.program(),
                "-DD",
                "-E",
                "-n",
                "1",
                "-m",
                "64",
                "-f",
                file.toString(),
                "-l",
                "udp:127.0.0.1:" + port,
                "-Y",
                folder.toString(),
                "-w",
                folder.toString());
    }

    int port() {
        return port;
    }

    /// The port of loopback that calls of the account go to.
    int gateway() {
        return gateway;
    }

    /// Whether a call to nobody is answered.
    private boolean answers() throws IOException, InterruptedException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(PAUSE_MILLIS);
            byte[] bytes = ping(socket.getLocalPort()).getBytes(StandardCharsets.US_ASCII);
            socket.send(
                    new DatagramPacket(
                            bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
            socket.receive(new DatagramPacket(new byte[2_000], 2_000));
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (java.net.PortUnreachableException _) {
            process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        }
    }

    private static String ping(int from) {
        return "INVITE sip:nobody@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:"
                + from
                + ";branch=z9hG4bKping\r\nMax-Forwards: 70\r\nFrom: <sip:ping@127.0.0.1>;tag=p\r\n"
                + "To: <sip:nobody@127.0.0.1>\r\nCall-ID: ping\r\nCSeq: 1 INVITE\r\n"
                + "Contact: <sip:ping@127.0.0.1>\r\nContent-Length: 0\r\n\r\n";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
