package io.referee.server.ladders;

import io.referee.ladder.VirtualTime;
import io.referee.net.SteadyClock;
import io.referee.sip.message.SipMessage;
import io.referee.sip.routing.AddressFamilies;
import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Locator;
import io.referee.sip.routing.Question;
import io.referee.sip.routing.Reachable;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Servers;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The outside of the server or of a phone: virtual time, seeded chance, and somebody who carries
/// messages. It counts the alarms that are pending. One thread only.
final class VirtualWorld implements Outside {
    /// For how long the engine of the server waits for the DNS.
    private static final Duration DNS_PATIENCE = Duration.ofSeconds(5);

    private static final int TOKEN_LENGTH = 20;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final VirtualTime time;
    private final Local local;
    private final BiConsumer<SipMessage, Hop> carrier;
    private final Random random;
    private Locator.Asker zone = (question, then) -> then.accept(Answer.NO_NAME);
    private final Set<Pending> pending = new HashSet<>();
    private Dns dns = Dns.WELL;
    private final SteadyClock clock;
    private Duration set = Duration.ZERO;

    /// How the DNS is.
    enum Dns {
        WELL,
        /// It says at once that it cannot tell (SERVFAIL).
        FAILING,
        /// It says of every name that there is none (NXDOMAIN).
        DENYING,
        /// It says nothing.
        SILENT
    }

    VirtualWorld(VirtualTime time, Local local, BiConsumer<SipMessage, Hop> carrier, long seed) {
        this.time = time;
        this.local = local;
        this.carrier = carrier;
        this.random = new Random(seed);
        this.clock =
                new SteadyClock(() -> time.instant().plus(set), () -> time.elapsed().toNanos());
    }

    /// What the DNS says; without this, no name exists.
    void zone(Locator.Asker answering) {
        zone = answering;
    }

    /// The DNS falls ill, or is well again.
    void dns(Dns next) {
        dns = next;
    }

    /// Somebody sets the clock of the machine by so much.
    void setClock(Duration by) {
        set = set.plus(by);
    }

    private void asked(Question question, Consumer<Answer> then) {
        switch (dns) {
            case WELL -> zone.ask(question, then);
            case FAILING -> then.accept(Answer.FAILED);
            case DENYING -> then.accept(Answer.NO_NAME);
            case SILENT -> schedule(DNS_PATIENCE, () -> then.accept(Answer.FAILED));
        }
    }

    @Override
    public void locate(Uri uri, Consumer<Servers> then) {
        List<Transport> transports = List.of(Transport.UDP, Transport.TCP);
        Reachable reachable = new Reachable(transports, AddressFamilies.IPV4_ONLY);
        new Locator(reachable, this::asked, this::random).locate(uri, then);
    }

    /// Alarms that neither rang nor were cancelled.
    int pending() {
        return pending.size();
    }

    /// The process is killed: nothing rings any more.
    void kill() {
        List.copyOf(pending).forEach(Pending::cancel);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void transmit(SipMessage message, Hop hop) {
        carrier.accept(message, hop);
    }

    @Override
    public Alarm schedule(Duration after, Runnable alarm) {
        return new Pending(after, alarm);
    }

    private final class Pending implements Alarm {
        private final VirtualTime.Timer timer;

        Pending(Duration after, Runnable alarm) {
            pending.add(this);
            timer =
                    time.after(
                            after,
                            () -> {
                                settle();
                                alarm.run();
                            });
        }

        private void settle() {
            pending.remove(this);
        }

        @Override
        public void cancel() {
            settle();
            timer.cancel();
        }
    }

    @Override
    public Local localAddress(Hop hop) {
        return local;
    }

    @Override
    public String token() {
        StringBuilder token = new StringBuilder(TOKEN_LENGTH);
        for (int i = 0; i < TOKEN_LENGTH; i++) {
            token.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return token.toString();
    }

    @Override
    public int random(int bound) {
        return random.nextInt(bound);
    }
}
