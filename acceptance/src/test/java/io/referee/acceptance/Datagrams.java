package io.referee.acceptance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Datagrams that no phone would send: noise, and messages of every kind with something wrong in
/// them. Always the same ones for the same seed. *One thread.*
final class Datagrams {
    private static final int MAX_NOISE = 1_400;
    private static final int MAX_LENGTH = 60_000;

    private static final List<String> TEMPLATES =
            List.of(
                    request(
                            "REGISTER",
                            "sip:localhost",
                            "Contact: <sip:bob@127.0.0.1:9>\r\n"
                                + "Expires: 60\r\n"
                                + "Authorization: Digest username=\"bob\", realm=\"localhost\","
                                + " nonce=\"abc\", uri=\"sip:localhost\","
                                + " response=\"0123456789abcdef0123456789abcdef\", cnonce=\"c\","
                                + " nc=00000001, qop=auth\r\n",
                            ""),
                    request(
                            "INVITE",
                            "sip:BOB@localhost",
                            "Contact: <sip:x@127.0.0.1:9>\r\nContent-Type: application/sdp\r\n",
                            "v=0\r\n"
                                    + "o=- 1 1 IN IP4 127.0.0.1\r\n"
                                    + "s=-\r\n"
                                    + "c=IN IP4 127.0.0.1\r\n"
                                    + "t=0 0\r\n"
                                    + "m=audio 9 RTP/AVP 8 101\r\n"
                                    + "a=rtpmap:8 PCMA/8000\r\n"
                                    + "a=sendrecv\r\n"),
                    request("OPTIONS", "sip:localhost", "Accept: application/sdp\r\n", ""),
                    request("BYE", "sip:bob@localhost", "", ""),
                    request("CANCEL", "sip:bob@localhost", "", ""),
                    request("ACK", "sip:bob@localhost", "", ""),
                    request(
                            "REFER",
                            "sip:bob@localhost",
                            "Refer-To: <sip:carol@localhost?Replaces=a%3Bto-tag%3Db>\r\n",
                            ""),
                    request(
                            "NOTIFY",
                            "sip:bob@localhost",
                            "Event: refer\r\nSubscription-State: active;expires=60\r\n"
                                    + "Content-Type: message/sipfrag\r\n",
                            "SIP/2.0 200 OK\r\n"),
                    request(
                            "SUBSCRIBE",
                            "sip:bob@localhost",
                            "Event: refer;id=1\r\nExpires: 0\r\n",
                            ""),
                    request(
                            "UPDATE",
                            "sip:bob@localhost",
                            "Session-Expires: 90;refresher=uac\r\n",
                            ""),
                    request(
                            "MESSAGE",
                            "sip:bob@localhost",
                            "Content-Type: text/plain\r\n",
                            "hello"),
                    "SIP/2.0 200 OK\r\n"
                            + "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK@@\r\n"
                            + "From: <sip:x@y>;tag=1\r\n"
                            + "To: <sip:bob@localhost>;tag=2\r\n"
                            + "Call-ID: @@\r\n"
                            + "CSeq: 1 INVITE\r\n"
                            + "Content-Length: 0\r\n\r\n",
                    "\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private static final List<String> POISONS =
            List.of(
                    "99999999999999999999",
                    "-1",
                    "4294967296",
                    "%00%ff%zz",
                    "\"",
                    "<",
                    ">",
                    ";;;;",
                    ",,,,",
                    "=",
                    "\0",
                    "\r\n ",
                    "\r",
                    "\n\n",
                    "sips:",
                    "tel:+1",
                    "[::1]",
                    "[::",
                    "\u00e9\u4e2d",
                    "z9hG4bK",
                    "Via: ",
                    "Content-Length: 99999\r\n",
                    "Require: 100rel,x\r\n",
                    "Route: <sip:127.0.0.1;lr>\r\n",
                    "Max-Forwards: 0\r\n",
                    "Contact: *\r\n");

    private final Random dice;
    private final String callee;

    /// @param callee an account that is registered
    Datagrams(long seed, String callee) {
        this.dice = new Random(seed);
        this.callee = callee;
    }

    private static String request(String method, String uri, String headers, String body) {
        return method
                + ' '
                + uri
                + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK@@\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: \"X\" <sip:x@elsewhere.example>;tag=t@@\r\n"
                + "To: <sip:BOB@localhost>\r\n"
                + "Call-ID: @@\r\n"
                + "CSeq: 1 "
                + method
                + "\r\n"
                + headers
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    /// The next one.
    byte[] next() {
        if (dice.nextInt(10) == 0) {
            byte[] noise = new byte[dice.nextInt(MAX_NOISE)];
            dice.nextBytes(noise);
            return noise;
        }
        byte[] message =
                TEMPLATES
                        .get(dice.nextInt(TEMPLATES.size()))
                        .replace("BOB", callee)
                        .replace("@@", Long.toHexString(dice.nextInt(1 << 20)))
                        .getBytes(StandardCharsets.UTF_8);
        int wounds = dice.nextInt(6);
        for (int i = 0; i < wounds; i++) {
            message = mutated(message);
        }
        return message;
    }

    private byte[] mutated(byte[] message) {
        int at = dice.nextInt(message.length + 1);
        int end = Math.min(message.length, at + dice.nextInt(40));
        return switch (dice.nextInt(7)) {
            case 0 ->
                    spliced(
                            message,
                            at,
                            Math.min(message.length, at + 1),
                            new byte[] {(byte) dice.nextInt(256)});
            case 1 -> spliced(message, at, end, new byte[0]);
            case 2 -> spliced(message, at, message.length, new byte[0]);
            case 3 -> spliced(message, at, at, poison());
            case 4 -> spliced(message, at, end, poison());
            case 5 ->
                    spliced(
                            message,
                            at,
                            at,
                            repeated(java.util.Arrays.copyOfRange(message, at, end)));
            default -> spliced(message, line(message, at), line(message, at), poison());
        };
    }

    private byte[] poison() {
        return POISONS.get(dice.nextInt(POISONS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] repeated(byte[] part) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int times = 1 << dice.nextInt(9);
        for (int i = 0; i < times; i++) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static int line(byte[] message, int from) {
        int at = from;
        while (at < message.length && message[at] != '\n') {
            at++;
        }
        return Math.min(message.length, at + 1);
    }

    private static byte[] spliced(byte[] message, int from, int to, byte[] by) {
        if (message.length + by.length > MAX_LENGTH) {
            return message;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(message.length + by.length);
        all.write(message, 0, from);
        all.writeBytes(by);
        all.write(message, to, message.length - to);
        return all.toByteArray();
    }
}
