package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;

/// The engine as the look-up of names sees it.
///
/// @param wire there from the start on
record NamesTurn(Shell shell, Present present, Tokens tokens, Outside outside, Supplier<Wire> wire)
        implements Names.Turn {

    @Override
    public void start(Runnable task) {
        shell.threads().start("sip-names", task);
    }

    @Override
    public void later(Runnable command) throws InterruptedException {
        shell.mailbox().put(command);
    }

    @Override
    public void after(Duration wait, Runnable command) {
        outside.schedule(wait, command);
    }

    @Override
    public long nanos() {
        return present.nanos();
    }

    @Override
    public int random(int bound) {
        return tokens.random(bound);
    }

    @Override
    public void resolved(SipMessage message, Hop asked, InetAddress address) {
        wire.get().resolved(message, asked, address);
    }

    @Override
    public void unresolved(SipMessage message, Hop asked) {
        wire.get().failed(message, asked);
    }
}
