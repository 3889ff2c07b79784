/// The shell around `io.referee.sip`: one engine thread with its sockets, timers and look-ups.
/// Start with [io.referee.net.Engine].
module io.referee.net {
    requires transitive io.referee.sip;
    requires static org.jspecify;
    requires org.slf4j;
    requires org.dnsjava;

    exports io.referee.net;
}
