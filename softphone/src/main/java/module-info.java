/// A telephone as a library: lines, calls, transfers, audio. Start with
/// [io.referee.softphone.SoftPhone].
module io.referee.softphone {
    requires transitive io.referee.net;
    requires transitive io.referee.sip;
    requires static org.jspecify;

    exports io.referee.softphone;
    exports io.referee.softphone.rtp;
}
