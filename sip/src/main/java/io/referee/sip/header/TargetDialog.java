package io.referee.sip.header;

import java.util.Optional;

/// `Target-Dialog` (RFC 4538 §7): proves that the sender of a request outside a dialog knows one
/// that the receiver has. The tags are named as the receiver sees them, which is how RFC 5589 §6.1
/// writes them. *Immutable.*
///
/// @param localTag the receiver's own tag in that dialog
/// @param remoteTag the tag of its peer there, as a rule the sender
public record TargetDialog(String callId, String localTag, String remoteTag) {

    /// Reads one value; empty when Call-ID, `local-tag` or `remote-tag` is missing.
    public static Optional<TargetDialog> parse(String text) {
        return DialogName.parse(text, "local-tag", "remote-tag")
                .map(name -> new TargetDialog(name.callId(), name.first(), name.second()));
    }

    /// Whether a dialog of the receiver with these names is the one that is meant. Some senders
    /// name the tags as they see them themselves: whoever knows all three knows the dialog.
    public boolean names(String dialogCallId, String ownTag, String peerTag) {
        boolean said = localTag.equals(ownTag) && remoteTag.equals(peerTag);
        boolean exchanged = localTag.equals(peerTag) && remoteTag.equals(ownTag);
        return callId.equals(dialogCallId) && (said || exchanged);
    }

    /// As in a message.
    public String text() {
        return callId + ";local-tag=" + localTag + ";remote-tag=" + remoteTag;
    }
}
