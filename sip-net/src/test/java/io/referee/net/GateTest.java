package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Who keeps the gate keeps connections out too, those of others and those that are open.
@Timeout(60)
final class GateTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Keeper keeper = new Keeper();

    private static final class Keeper implements Gate {
        private final AtomicReference<Consumer<InetAddress>> closer = new AtomicReference<>();
        private volatile boolean open = true;

        @Override
        public boolean admits(InetAddress source) {
            return open;
        }

        @Override
        public void closer(Consumer<InetAddress> one) {
            closer.set(one);
        }
    }

    private static final class Browser implements Carrier {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final CompletableFuture<byte[]> said = new CompletableFuture<>();

        @Override
        public Transport transport() {
            return Transport.WS;
        }

        @Override
        public InetSocketAddress peer() {
            return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40_000);
        }

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress(LOOPBACK, 8080);
        }

        @Override
        public void send(byte[] message) {
            said.complete(message);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private Engine engine() throws BindFailed {
        Engine engine = new Engine(EngineSettings.loopback());
        engine.gate(keeper);
        engine.start();
        return engine;
    }

    @Test
    void whoIsNotAdmittedAttachesNothing() throws Exception {
        try (Engine engine = engine()) {
            keeper.open = false;
            Browser browser = new Browser();
            Attachment attachment = engine.attach(browser);
            attachment.received(Messages.octets("c1", ""));

            assertThat(browser.closed.await(60, TimeUnit.SECONDS)).isTrue();
            engine.ask(() -> 0).get(60, TimeUnit.SECONDS);
            assertThat(engine.counts().received()).isZero();
        }
    }

    @Test
    void openConnectionsOfASourceAreCutOff() throws Exception {
        try (Engine engine = engine();
                Socket phone = new Socket(LOOPBACK, engine.tcpAddress().orElseThrow().getPort())) {
            Browser browser = new Browser();
            engine.attach(browser);
            phone.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
            assertThat(phone.getInputStream().readNBytes(2)).hasSize(2);

            engine.post(() -> keeper.closer.get().accept(LOOPBACK));
            assertThat(phone.getInputStream().read()).isEqualTo(-1);
            assertThat(browser.closed.getCount()).isEqualTo(1);
            engine.post(() -> keeper.closer.get().accept(browser.peer().getAddress()));
            assertThat(browser.closed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
