package io.referee.sip.header;

import java.util.Optional;

/// `Target-Dialog` (RFC 4538 §7): proves that the sender of a request outside a dialog knows one
/// that the receiver has. *Immutable.*
///
/// @param localTag the sender's own tag in that dialog
/// @param remoteTag the receiver's tag in it
public record TargetDialog(String callId, String localTag, String remoteTag) {

    /// Reads one value; empty when Call-ID, `local-tag` or `remote-tag` is missing.
    public static Optional<TargetDialog> parse(String text) {
        return DialogName.parse(text, "local-tag", "remote-tag")
                .map(name -> new TargetDialog(name.callId(), name.first(), name.second()));
    }

    /// Whether a dialog of the receiver with these names is the one that is meant. The sender's
    /// local tag is the receiver's remote tag.
    public boolean names(String dialogCallId, String ownTag, String peerTag) {
        return callId.equals(dialogCallId) && localTag.equals(peerTag) && remoteTag.equals(ownTag);
    }

    /// As in a message.
    public String text() {
        return callId + ";local-tag=" + localTag + ";remote-tag=" + remoteTag;
    }
}
