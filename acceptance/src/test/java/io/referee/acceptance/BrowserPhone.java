package io.referee.acceptance;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// JsSIP in a headless Chromium of its own: a phone over WebSocket with the browser's real media.
/// The page asks a small web server of this test what to do and tells it what happened. *One
/// thread.*
final class BrowserPhone implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final long POLL_SECONDS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path MODULES =
            ServerFolder.root().resolve("acceptance/target/npm/node_modules");
    private static final Path PAGE =
            ServerFolder.root().resolve("acceptance/src/test/resources/browser/phone.html");
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private final Phone phone;
    private final Path folder;
    private final HttpServer web;
    private final Process process;
    private final List<Said> said = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();

    private record Said(String event, String detail) {}

    /// Aborts the test when Chromium or JsSIP is not there.
    static void needed() {
        Peer.CHROMIUM.needed();
        boolean here = Files.exists(MODULES.resolve("jssip/lib/JsSIP.js"));
        if (!here && SAID.compareAndSet(false, true)) {
            System.out.println(
                    "SKIPPED: JsSIP is not here (npm install --prefix acceptance/target/npm"
                            + " jssip), so no browser calls");
        }
        Assumptions.assumeTrue(here, "JsSIP is not installed");
    }

    /// Starts it; it registers by itself.
    BrowserPhone(Path parent, Phone phone, RunningServer server) throws IOException {
        this.phone = phone;
        this.folder = Files.createDirectories(parent.resolve("browser-" + phone.user()));
        this.web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        web.createContext("/phone.html", exchange -> file(exchange, PAGE, "text/html"));
        web.createContext("/npm/", this::module);
        web.createContext("/said", this::said);
        web.createContext("/next", this::next);
        web.start();
        process = started(page(server.http().replace("http:", "ws:") + "/sip"));
    }

    private String page(String socket) {
        return "http://127.0.0.1:"
                + web.getAddress().getPort()
                + "/phone.html?server="
                + encoded(socket)
                + "&uri="
                + encoded("sip:" + phone.user() + "@localhost")
                + "&password="
                + encoded(phone.password());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Process started(String page) throws IOException {
        List<String> command =
                List.of(
                        Peer.CHROMIUM.program(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--use-fake-device-for-media-stream",
                        "--use-fake-ui-for-media-stream",
                        "--allow-loopback-in-peer-connection",
                        "--disable-features=WebRtcHideLocalIpsWithMdns",
                        "--user-data-dir=" + folder.resolve("profile"),
                        page);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("screen").toFile());
        String own = folder.toString();
        builder.environment().putAll(Map.of("HOME", own, "TMPDIR", own));
        return builder.start();
    }

    private static void file(HttpExchange exchange, Path file, String type) throws IOException {
        try (exchange) {
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] octets = Files.readAllBytes(file);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    private void module(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/npm/".length());
        Path file = MODULES.resolve(path).normalize();
        file(exchange, file.startsWith(MODULES) ? file : PAGE, "text/javascript");
    }

    private void said(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode news = JSON.readTree(exchange.getRequestBody().readAllBytes());
            said.add(new Said(news.path("event").asString(""), news.path("detail").asString("")));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    /// Waits a while for a command, so that the page need not ask all the time.
    private void next(HttpExchange exchange) throws IOException {
        try (exchange) {
            String command = commands.poll(POLL_SECONDS, TimeUnit.SECONDS);
            if (command == null) {
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            byte[] octets = command.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, octets.length);
            exchange.getResponseBody().write(octets);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does one of the commands of the page: `call`, `answer`, `hangup`, `hold`, `unhold`, `refer`.
    void run(String command, String argument) {
        commands.add(
                JSON.createObjectNode().put("name", command).put("argument", argument).toString());
    }

    void run(String command) {
        run(command, "");
    }

    /// Waits for the first event of that name.
    ///
    /// @return what was said with it
    String await1(String event) {
        return awaitCount(event, 1);
    }

    /// Waits until there were that many events of that name.
    ///
    /// @return what was said with the last of them
    String awaitCount(String event, int count) {
        try {
            await().atMost(LIMIT).until(() -> details(event).size() >= count);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    phone.user() + " saw no " + event + ": " + said + '\n' + screen(), e);
        }
        return details(event).getLast();
    }

    private List<String> details(String event) {
        return said.stream().filter(s -> s.event.equals(event)).map(Said::detail).toList();
    }

    private String screen() {
        try {
            return Files.readAllLines(folder.resolve("screen"), StandardCharsets.ISO_8859_1)
                    .stream()
                    .filter(line -> !line.contains("dbus"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        web.stop(0);
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
