package io.referee.bench.phones;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A phone: one socket of UDP and all its dialogs. Whatever it sends goes to one server. *Thread of
/// the loop only.*
public final class Phone {
    private static final int BUFFER = 4_000_000;

    private final Loop loop;
    private final String user;
    private final DatagramChannel channel;
    private final SocketAddress server;
    private final Map<String, Dialog> dialogs = new HashMap<>();
    private final String host;
    private @Nullable Credentials credentials;
    private SocketAddress from;
    private BiConsumer<Dialog, Heard> onCall = (_, _) -> {};
    private long numbers;

    /// @param port its own; 0 for any that is free
    /// @param serverPort on 127.0.0.1
    public Phone(Loop loop, String user, int port, int serverPort) throws IOException {
        this.loop = loop;
        this.user = user;
        server = new InetSocketAddress("127.0.0.1", serverPort);
        from = server;
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
        channel.bind(new InetSocketAddress("127.0.0.1", port));
        channel.configureBlocking(false);
        channel.register(loop.selector(), SelectionKey.OP_READ, this);
        host = "127.0.0.1:" + ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /// With what it answers challenges.
    public Phone knowing(String password) {
        credentials = new Credentials(user, password);
        return this;
    }

    /// Who is told of calls that come in: the dialog, still unanswered, and the INVITE.
    void onCall(BiConsumer<Dialog, Heard> told) {
        onCall = told;
    }

    Loop loop() {
        return loop;
    }

    String contact() {
        return "<sip:" + user + "@" + host + ">";
    }

    String host() {
        return host;
    }

    @Nullable Credentials credentials() {
        return credentials;
    }

    String fresh() {
        return Long.toString(numbers++, 36) + "-" + Long.toString(System.nanoTime(), 36);
    }

    /// Begins a call.
    ///
    /// @param own URI of the caller
    /// @param called URI of the callee
    /// @param more further header lines of the INVITE, each with its end
    Dialog call(String own, String called, String more) {
        Dialog dialog = Dialog.calling(this, own, called);
        dialogs.put(dialog.callId(), dialog);
        dialog.invite(more);
        return dialog;
    }

    /// Registers its account at a domain for an hour, answering the challenge.
    ///
    /// @param done given the last status; 0 when there was no answer
    public void register(String domain, Consumer<Integer> done) {
        Dialog dialog = Dialog.calling(this, "sip:" + user + "@" + domain, "sip:" + domain);
        dialogs.put(dialog.callId(), dialog);
        dialog.register(
                status -> {
                    dialogs.remove(dialog.callId());
                    done.accept(status);
                });
    }

    void forget(Dialog dialog) {
        dialogs.remove(dialog.callId());
    }

    void send(String text) {
        send(text, server);
    }

    void reply(String text) {
        send(text, from);
    }

    private void send(String text, SocketAddress to) {
        try {
            channel.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean receive(ByteBuffer into) throws IOException {
        SocketAddress sender = channel.receive(into);
        if (sender != null) {
            from = sender;
        }
        return sender != null;
    }

    void take(Heard heard) {
        Dialog dialog = dialogs.get(heard.header("Call-ID"));
        if (!heard.isRequest()) {
            if (!loop.response(heard) && dialog != null) {
                dialog.heardAgain(heard);
            }
        } else if (dialog != null) {
            dialog.asked(heard);
        } else if (heard.method().equals("INVITE") && !heard.isInDialog()) {
            Dialog called = Dialog.called(this, heard);
            dialogs.put(called.callId(), called);
            onCall.accept(called, heard);
        } else if (!heard.method().equals("ACK")) {
            // A BYE that crossed ours, or came again.
            reply(Dialog.response(heard, heard.method().equals("BYE") ? "200 OK" : "481 Gone", ""));
        }
    }
}
