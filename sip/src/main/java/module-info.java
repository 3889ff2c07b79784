/// SIP without I/O: messages, transactions, dialogs, sessions and session descriptions. The
/// packages decide and never act; what they ask of the world is [io.referee.sip.transport.Outside].
///
/// Start with [io.referee.sip.session.UserAgent] for calls and requests, with
/// [io.referee.sip.transaction.TransactionLayer] for everything else. Sockets and a clock come from
/// the module `io.referee.net`.
module io.referee.sip {
    requires static org.jspecify;

    exports io.referee.sip.dialog;
    exports io.referee.sip.digest;
    exports io.referee.sip.header;
    exports io.referee.sip.message;
    exports io.referee.sip.proxy;
    exports io.referee.sip.routing;
    exports io.referee.sip.sdp;
    exports io.referee.sip.session;
    exports io.referee.sip.subscription;
    exports io.referee.sip.transaction;
    exports io.referee.sip.transport;
    exports io.referee.sip.uri;
}
