package io.referee.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A packaged server that is ready, in a process of its own. *Any thread.*
final class RunningServer implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile(
                    "READY sip=udp:127\\.0\\.0\\.1:(\\d+),tcp:127\\.0\\.0\\.1:(\\d+)"
                            + "(?:,tls:127\\.0\\.0\\.1:(\\d+))?"
                            + " http=(http://127\\.0\\.0\\.1:\\d+)");
    private static final long READY_SECONDS = 60;
    private static final long END_SECONDS = 10;

    private final Process process;
    private final int udpPort;
    private final int tcpPort;
    private final int tlsPort;
    private final String http;

    RunningServer(Process process) throws InterruptedException {
        this.process = process;
        String line = firstLine();
        Matcher ready = READY.matcher(line);
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new AssertionError("not the READY line: " + line);
        }
        udpPort = Integer.parseInt(ready.group(1));
        tcpPort = Integer.parseInt(ready.group(2));
        tlsPort = ready.group(3) == null ? 0 : Integer.parseInt(ready.group(3));
        http = ready.group(4);
    }

    private String firstLine() throws InterruptedException {
        BufferedReader reader = process.inputReader();
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                line.complete(String.valueOf(reader.readLine()));
                            } catch (IOException e) {
                                line.completeExceptionally(e);
                            }
                        });
        try {
            return line.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError(
                    "the server did not say READY within " + READY_SECONDS + " s", e);
        }
    }

    InetSocketAddress udp() {
        return new InetSocketAddress("127.0.0.1", udpPort);
    }

    int port(Transport transport) {
        return switch (transport) {
            case UDP -> udpPort;
            case TCP -> tcpPort;
            case TLS -> tlsPort;
        };
    }

    String http() {
        return http;
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Resident memory of the process in bytes, as the kernel counts it.
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IllegalStateException("no VmRSS of " + process.pid());
    }

    /// Bytes of heap that are in use after a full collection.
    long liveHeapBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("no heap size");
        }
        return Long.parseLong(used.group(1)) * 1024;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked =
                new ProcessBuilder(jcmd, Long.toString(process.pid()), command)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor(END_SECONDS, TimeUnit.SECONDS);
        return said;
    }

    /// The processes that the server started: workers of dial plans and what they are walled in by.
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /// `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    }

    /// SIGTERM.
    ///
    /// @return the exit code
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("SIGTERM did not end the server within " + END_SECONDS + " s");
        }
        return process.exitValue();
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
