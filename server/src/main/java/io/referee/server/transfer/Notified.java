package io.referee.server.transfer;

import io.referee.server.call.EventDialog;
import io.referee.server.call.Leg;
import io.referee.sip.message.Header;
import io.referee.sip.message.Method;
import io.referee.sip.session.ResponseListener;
import io.referee.sip.subscription.Sipfrag;

import java.util.List;

/// The dialog in which NOTIFYs go out. *Engine thread only.*
interface Notified {
    /// Whether the peer has ended what the dialog was made for.
    boolean over();

    /// Sends a NOTIFY with this status line.
    void notify(List<Header> headers, Sipfrag line, ResponseListener outcome);

    /// A dialog in which there are only events.
    static Notified of(EventDialog dialog) {
        return new Notified() {
            @Override
            public boolean over() {
                return false;
            }

            @Override
            public void notify(List<Header> headers, Sipfrag line, ResponseListener outcome) {
                dialog.notify(headers, Sipfrag.CONTENT_TYPE, line.bytes(), outcome);
            }
        };
    }

    /// The dialog of a leg.
    static Notified of(Leg leg) {
        return new Notified() {
            @Override
            public boolean over() {
                return leg.over();
            }

            @Override
            public void notify(List<Header> headers, Sipfrag line, ResponseListener outcome) {
                leg.session()
                        .request(
                                Method.NOTIFY,
                                headers,
                                Sipfrag.CONTENT_TYPE,
                                line.bytes(),
                                outcome);
            }
        };
    }
}
