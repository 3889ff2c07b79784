package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Local;

/// Who listens where nobody was named: all is dropped, nothing is seen.
enum Nobody implements Inbound, Tap {
    AT_ALL;

    @Override
    public void received(SipMessage message, Hop from) {}

    @Override
    public void malformed(Malformed malformed, Hop from) {}

    @Override
    public void failed(SipMessage message, Hop hop) {}

    @Override
    public void connectionClosed(Hop hop) {}

    @Override
    public void sent(SipMessage message, Hop to, Local local) {}

    @Override
    public void received(SipMessage message, Hop from, Local local) {}
}
