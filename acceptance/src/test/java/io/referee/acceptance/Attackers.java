package io.referee.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Strangers at addresses of loopback other than 127.0.0.1, who ask without credentials. *One
/// thread.*
final class Attackers implements AutoCloseable {
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                    + "m=audio 9 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";

    private static final int ANSWER_OCTETS = 65_535;

    private final List<DatagramChannel> sources = new ArrayList<>();
    private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_OCTETS);
    private final InetSocketAddress server;
    private final String callee;
    private int number;
    long sent;
    long sentOctets;
    long answers;
    long answeredOctets;

    /// @param callee an account that exists
    Attackers(InetSocketAddress server, String callee, int first, int count) throws IOException {
        this.server = server;
        this.callee = callee;
        for (int i = 0; i < count; i++) {
            DatagramChannel channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
            InetAddress source = InetAddress.ofLiteral("127.0.7." + (first + i));
            channel.bind(new InetSocketAddress(source, 0));
            channel.connect(server);
            channel.configureBlocking(false);
            sources.add(channel);
        }
    }

    /// One request after the other, from one source after the other.
    void send(int count) {
        try {
            for (int i = 0; i < count; i++) {
                DatagramChannel source = sources.get(number % sources.size());
                byte[] octets = next(source);
                source.write(ByteBuffer.wrap(octets));
                sent++;
                sentOctets += octets.length;
                number++;
            }
            listen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Counts what has come.
    void listen() throws IOException {
        for (DatagramChannel source : sources) {
            answer.clear();
            while (source.read(answer) > 0) {
                answers++;
                answeredOctets += answer.position();
                answer.clear();
            }
        }
    }

    /// The status of the next answer at the first source, 0 when none waits.
    int status() throws IOException {
        answer.clear();
        if (sources.getFirst().read(answer) <= 0) {
            return 0;
        }
        answers++;
        return Integer.parseInt(
                new String(answer.array(), 0, 11, StandardCharsets.US_ASCII).substring(8).strip());
    }

    private byte[] next(DatagramChannel source) throws IOException {
        return switch (number / sources.size() % 4) {
            case 0 -> request(source, "REGISTER", callee + "@localhost", "");
            case 1 -> request(source, "INVITE", callee + "@localhost", SDP);
            case 2 -> request(source, "INVITE", "9" + number + "@elsewhere.example", SDP);
            default -> request(source, "OPTIONS", "x@elsewhere.example", "");
        };
    }

    private byte[] request(DatagramChannel source, String method, String from, String body)
            throws IOException {
        return request(source, method, from, "", body);
    }

    /// A guess at a password.
    void guess() {
        String credentials =
                "Authorization: Digest username=\""
                        + callee
                        + "\", realm=\"localhost\", nonce=\"abc\", uri=\"sip:localhost\","
                        + " response=\"0123456789abcdef0123456789abcdef\"\r\n";
        DatagramChannel source = sources.getFirst();
        try {
            byte[] octets = request(source, "REGISTER", callee + "@localhost", credentials, "");
            source.write(ByteBuffer.wrap(octets));
            sent++;
            number++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] request(
            DatagramChannel source, String method, String from, String more, String body)
            throws IOException {
        InetSocketAddress local = (InetSocketAddress) source.getLocalAddress();
        String at = local.getHostString() + ':' + local.getPort();
        String to =
                switch (method) {
                    case "REGISTER" -> from;
                    case "INVITE" -> "n" + number + "@localhost";
                    default -> "localhost";
                };
        return (method
                        + " sip:"
                        + (method.equals("REGISTER") ? "localhost" : to)
                        + " SIP/2.0\r\nVia: SIP/2.0/UDP "
                        + at
                        + ";rport;branch=z9hG4bK"
                        + number
                        + "\r\nMax-Forwards: 70\r\nFrom: <sip:"
                        + from
                        + ">;tag=t\r\nTo: <sip:"
                        + to
                        + ">\r\nCall-ID: attack"
                        + number
                        + "@"
                        + at
                        + "\r\nCSeq: 1 "
                        + method
                        + "\r\nContact: <sip:x@"
                        + at
                        + ">\r\n"
                        + "User-Agent: Somebody 1.0\r\n"
                        + "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, REFER, NOTIFY, MESSAGE\r\n"
                        + more
                        + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel source : sources) {
            source.close();
        }
    }
}
