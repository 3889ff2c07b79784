package io.referee.server.watch;

import io.referee.sip.session.Session;

/// What names a dialog, seen from the phone: with these a watcher can ask to take its place (RFC
/// 3891). *Immutable.*
///
/// @param localTag the phone's; empty before it has said any
/// @param remoteTag ours
record DialogIds(String callId, String localTag, String remoteTag) {

    static DialogIds of(Session session) {
        return new DialogIds(session.callId(), session.remoteTag(), session.localTag());
    }
}
