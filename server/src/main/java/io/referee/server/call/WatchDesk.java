package io.referee.server.call;

import io.referee.sip.message.Request;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.transaction.ServerTransaction;

/// Takes those that want to watch the calls of an account (RFC 4235). *Engine thread only.*
public interface WatchDesk {
    /// The event package (RFC 4235 §3.1).
    String PACKAGE = "dialog";

    /// Nobody may watch.
    WatchDesk NONE =
            new WatchDesk() {
                @Override
                public boolean subscribed(ServerTransaction transaction) {
                    return false;
                }

                @Override
                public boolean within(ServerTransaction transaction) {
                    return false;
                }

                @Override
                public void close() {}
            };

    /// Whether a SUBSCRIBE is about this package.
    static boolean concerns(Request request) {
        return ReferEvents.of(request).filter(event -> event.isOf(PACKAGE)).isPresent();
    }

    /// A SUBSCRIBE outside of dialogs; false when nobody takes it.
    boolean subscribed(ServerTransaction transaction);

    /// A request in a dialog that such a SUBSCRIBE has made; false when there is none.
    boolean within(ServerTransaction transaction);

    /// All subscriptions end, and no more are taken.
    void close();
}
