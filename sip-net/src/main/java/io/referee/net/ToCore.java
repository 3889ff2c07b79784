package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Inside;

/// From the wire to the core. *Engine thread only.*
record ToCore(Inside core) implements Inbound {
    @Override
    public void received(SipMessage message, Hop from) {
        core.received(message, from);
    }

    @Override
    public void malformed(Malformed malformed, Hop from) {}

    @Override
    public void failed(SipMessage message, Hop hop) {
        core.failed(message, hop);
    }

    @Override
    public void connectionClosed(Hop hop) {}
}
