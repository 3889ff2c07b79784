package io.referee.server.registrar;

import io.referee.server.account.Directory;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Transport;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Keeps the doors of NATs open in front of phones whose account asks for that (`sipsorcery.md`
/// 9.3): a NAT forgets a phone on UDP when it hears nothing of it, some after 30 s, and then no
/// call comes through until the phone registers again. *Engine thread only.*
///
/// Every phone of such an account that registered over UDP, with nobody in between, is told; also
/// one whose Contact shows where its REGISTER came from, because routers rewrite Contacts and
/// phones ask STUN servers. A connection needs nothing: whoever holds it pings, and it stays in the
/// NAT longer. What an account asks for is looked up each time, so that no means no at once; yes
/// begins with the next REGISTER.
final class NatKeepAlives {
    /// Between two of them; NATs that forget sooner than after 30 s are rare (RFC 5626 §4.4.2 has
    /// phones send after 24 to 29 s).
    static final Duration PAUSE = Duration.ofSeconds(20);

    /// How much later than that at the most: not all phones at once after a start.
    static final int SPREAD_MILLIS = 5_000;

    private final Outside outside;
    private final Supplier<Directory> directory;
    private Consumer<Hop> sender = hop -> {};

    NatKeepAlives(Outside outside, Supplier<Directory> directory) {
        this.outside = outside;
        this.directory = directory;
    }

    /// Who sends them; nobody without this.
    void sender(Consumer<Hop> next) {
        sender = next;
    }

    /// A phone has registered, or again.
    void begin(Entry entry) {
        if (wanted(entry)) {
            entry.knock =
                    outside.schedule(
                            PAUSE.plusMillis(outside.random(SPREAD_MILLIS)), () -> send(entry));
        }
    }

    private void send(Entry entry) {
        entry.knock = null;
        if (wanted(entry)) {
            sender.accept(entry.binding.hop());
            begin(entry);
        }
    }

    /// The binding is gone, or about to be replaced.
    void end(Entry entry) {
        if (entry.knock != null) {
            entry.knock.cancel();
            entry.knock = null;
        }
    }

    private boolean wanted(Entry entry) {
        Binding binding = entry.binding;
        if (binding.hop().transport() != Transport.UDP || !binding.path().isEmpty()) {
            return false;
        }
        String aor = binding.aor();
        int at = aor.lastIndexOf('@');
        return directory
                .get()
                .account(aor.substring(0, at), aor.substring(at + 1))
                .filter(account -> account.access().nat().keepAlives())
                .isPresent();
    }
}
