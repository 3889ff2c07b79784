package io.referee.acceptance;

import static org.awaitility.Awaitility.await;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A baresip with one account, in a process and a folder of its own, spoken to over its control
/// port. It plays a tone and hears into the void. *One thread.*
final class Baresip implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Pattern RECEIVED =
            Pattern.compile("IP=127\\.0\\.0\\.1:(\\d+) psent=\\d+ rcvd=(\\d+)");
    private static final int PACKETS = 25;
    private static final Pattern RESPONSE =
            Pattern.compile("SIP/2\\.0 (?:180|200) .*\\R(?:.+\\R)+");
    private static final Pattern LOCAL = Pattern.compile("local: [^:]*:(\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Phone phone;
    private final Path folder;
    private final Process process;
    private final Socket control;
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();

    /// Starts it; it registers by itself.
    Baresip(Path parent, Phone phone, RunningServer server, Transport transport)
            throws IOException {
        this.phone = phone;
        this.folder = Files.createDirectories(parent.resolve("baresip-" + phone.user()));
        Files.writeString(folder.resolve("accounts"), account(server, transport));
        Files.writeString(folder.resolve("contacts"), "");
        Files.writeString(folder.resolve("config"), configuration());
        process =
                new ProcessBuilder(
                                Peer.BARESIP.program(), "-4", "-v", "-s", "-f", folder.toString())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("screen").toFile())
                        .start();
        control = connected();
        Thread.ofVirtual().start(this::listen);
    }

    private String account(RunningServer server, Transport transport) {
        String name = transport.name().toLowerCase(Locale.ROOT);
        return "<sip:"
                + phone.user()
                + "@localhost;transport="
                + name
                + ">;auth_pass="
                + phone.password()
                + ";outbound=\"sip:127.0.0.1:"
                + server.port(transport)
                + ";transport="
                + name
                + "\";regint=600;answermode=manual;audio_codecs=PCMA/8000/1\n";
    }

    private String configuration() {
        return """
        sip_listen 127.0.0.1:%d
        net_interface 127.0.0.1
        audio_source ausine,440
        audio_player aubridge,nobody
        audio_alert aubridge,nobody
        ausrc_srate 48000
        auplay_srate 48000
        ausrc_channels 2
        auplay_channels 2
        rtp_ports %d-%d
        rtcp_mux no
        module_path %s
        module g711.so
        module ausine.so
        module aubridge.so
        module_tmp account.so
        module_app contact.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:%d
        """
                .formatted(
                        phone.sipPort(),
                        phone.audioPort(),
                        phone.audioPort() + 5,
                        modules(),
                        controlPort());
    }

    private static String modules() {
        return Files.isDirectory(Path.of("/usr/lib/baresip/modules"))
                ? "/usr/lib/baresip/modules"
                : "/usr/local/lib/baresip/modules";
    }

    private int controlPort() {
        return phone.ports() + 2;
    }

    private Socket connected() {
        return await().atMost(LIMIT)
                .ignoreExceptions()
                .until(
                        () -> new Socket(InetAddress.getLoopbackAddress(), controlPort()),
                        Socket::isConnected);
    }

    /// Netstrings of JSON: `5:{...},`.
    private void listen() {
        try (InputStream in = control.getInputStream()) {
            for (int length = length(in); length >= 0; length = length(in)) {
                messages.add(
                        JSON.readTree(new String(in.readNBytes(length), StandardCharsets.UTF_8)));
                if (in.read() != ',') {
                    return;
                }
            }
        } catch (IOException | JacksonException e) { // closed, perhaps in the middle of a message
            messages.add(JSON.createObjectNode().put("type", "GONE"));
        }
    }

    private static int length(InputStream in) throws IOException {
        int length = 0;
        for (int next = in.read(); next != ':'; next = in.read()) {
            if (next < '0' || next > '9') {
                return -1;
            }
            length = length * 10 + next - '0';
        }
        return length;
    }

    /// Runs a command and returns what baresip says to it.
    String run(String command, String parameters) {
        String token = "t" + System.nanoTime();
        String json =
                JSON.createObjectNode()
                        .put("command", command)
                        .put("params", parameters)
                        .put("token", token)
                        .toString();
        byte[] bytes = (json.length() + ":" + json + ",").getBytes(StandardCharsets.US_ASCII);
        try {
            control.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode answer =
                await().atMost(LIMIT)
                        .until(
                                () ->
                                        messages.stream()
                                                .filter(
                                                        m ->
                                                                m.path("token")
                                                                        .asString("")
                                                                        .equals(token))
                                                .findFirst(),
                                Optional::isPresent)
                        .orElseThrow();
        if (!answer.path("ok").asBoolean()) {
            throw new AssertionError(
                    phone.user()
                            + ": "
                            + command
                            + ' '
                            + parameters
                            + ": "
                            + answer
                            + '\n'
                            + screen());
        }
        return answer.path("data").asString("");
    }

    String run(String command) {
        return run(command, "");
    }

    /// How many events of that type there were.
    long count(String type) {
        return messages.stream().filter(m -> m.path("type").asString("").equals(type)).count();
    }

    /// Waits for the first event of that type.
    void await1(String type) {
        awaitCount(type, 1);
    }

    void awaitCount(String type, int count) {
        try {
            await().atMost(LIMIT).until(() -> count(type) >= count);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(
                    phone.user() + " saw no " + type + ": " + messages + '\n' + screen(), e);
        }
    }

    /// Waits until the account is registered.
    void awaitRegistered() {
        awaitScreen(" 200 OK (Referee/");
    }

    void awaitScreen(String text) {
        try {
            await().atMost(LIMIT).until(() -> screen().contains(text));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(phone.user() + " never printed " + text + '\n' + screen(), e);
        }
    }

    /// All that baresip printed, the SIP messages included.
    String screen() {
        try {
            return Files.readString(folder.resolve("screen"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The port on which the call that is up sends and hears RTP.
    int rtpPort() {
        Matcher local = LOCAL.matcher(run("audio_debug"));
        if (!local.find()) {
            throw new AssertionError(phone.user() + " has no audio");
        }
        return Integer.parseInt(local.group(1));
    }

    /// How many RTP packets came from that port of loopback.
    long heardFrom(int port) {
        Matcher received = RECEIVED.matcher(run("audio_debug"));
        while (received.find()) {
            if (Integer.parseInt(received.group(1)) == port) {
                return Long.parseLong(received.group(2));
            }
        }
        return 0;
    }

    /// Waits until each has heard half a second of the other.
    static void hearEachOther(Baresip one, Baresip two) {
        int first = one.rtpPort();
        int second = two.rtpPort();
        long before = one.heardFrom(second);
        long beforeToo = two.heardFrom(first);
        await().atMost(LIMIT).until(() -> one.heardFrom(second) >= before + PACKETS);
        await().atMost(LIMIT).until(() -> two.heardFrom(first) >= beforeToo + PACKETS);
    }

    /// Waits until it has heard half a second of itself from a phone that says back what it hears:
    /// so much has that phone heard of this one, and this one of that phone.
    void hearsItselfFrom(Phone echoing) {
        long before = heardFrom(echoing.audioPort());
        await().atMost(LIMIT).until(() -> heardFrom(echoing.audioPort()) >= before + PACKETS);
    }

    /// A dialog that an INVITE of this phone made or used last, as the parameter of `transfer` that
    /// names it: this baresip writes no Replaces by itself, but takes any Refer-To.
    ///
    /// @param user the other party as the To of the INVITE names it; it rings or has answered
    String replacing(Phone user) {
        Matcher response = RESPONSE.matcher(screen());
        String last = "";
        while (response.find()) {
            String one = response.group();
            if (header(one, "CSeq: \\d+ (INVITE)").isPresent()
                    && header(one, "To: (.*)").orElse("").contains("sip:" + user.user() + '@')) {
                last = one;
            }
        }
        String replaces =
                header(last, "Call-ID: (\\S+)").orElseThrow()
                        + ";to-tag="
                        + header(last, "To: .*;tag=([^;\\s]+)").orElseThrow()
                        + ";from-tag="
                        + header(last, "From: .*;tag=([^;\\s]+)").orElseThrow();
        return "<sip:"
                + user.user()
                + "@localhost?Replaces="
                + URLEncoder.encode(replaces, StandardCharsets.US_ASCII)
                + '>';
    }

    private static Optional<String> header(String message, String line) {
        Matcher found = Pattern.compile("(?m)^" + line).matcher(message);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        control.close();
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
