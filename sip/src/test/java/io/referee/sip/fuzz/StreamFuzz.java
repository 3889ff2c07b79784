package io.referee.sip.fuzz;

import io.referee.sip.message.Bounds;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.SipMessage;
import io.referee.sip.message.StreamFramer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A stream of messages (RFC 3261 §18.3), the first octet saying in what pieces it arrives. The
/// pieces do not matter; each message has one length for framer and parser, or else a peer could
/// smuggle one message in another.
public final class StreamFuzz {
    private StreamFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        int piece = input.length == 0 ? 1 : 1 + (input[0] & 0xff);
        List<byte[]> whole = framed(input, Math.max(1, input.length));
        List<byte[]> pieces = framed(input, piece);
        Invariant.same(whole.size(), pieces.size(), "pieces make another number of messages");
        for (int i = 0; i < whole.size(); i++) {
            Invariant.same(whole.get(i), pieces.get(i), "pieces make another message");
            message(whole.get(i));
        }
    }

    private static List<byte[]> framed(byte[] input, int piece) {
        StreamFramer framer = new StreamFramer();
        List<byte[]> messages = new ArrayList<>();
        for (int at = Math.min(1, input.length); at < input.length; at += piece) {
            framer.push(input, at, Math.min(piece, input.length - at));
            for (Optional<byte[]> next = framer.next(); next.isPresent(); next = framer.next()) {
                messages.add(next.get());
                Invariant.holds(messages.size() <= input.length, "messages without octets");
            }
            framer.takePings();
        }
        return messages;
    }

    private static void message(byte[] octets) {
        Invariant.holds(octets.length <= Bounds.MESSAGE_OCTETS, "too long");
        switch (Parser.datagram(octets)) {
            case Malformed _ -> {}
            case SipMessage message ->
                    Invariant.same(octets, message.encoded(), "has another length");
        }
    }
}
