package io.referee.server.ladders;

import io.referee.sip.message.Request;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What must hold of all NOTIFYs about dialogs, whatever the ladder is about. One thread only.
final class DialogWatch {
    /// By subscription.
    private final Map<String, Long> versions = new HashMap<>();

    /// @throws AssertionError when the versions have a gap, the first document is not the whole
    ///   state, or one names a dialog twice
    void sent(Request notify) {
        ToldDialogs.in(notify).ifPresent(told -> check(notify, told));
    }

    private void check(Request notify, ToldDialogs told) {
        String subscription = notify.callId() + ' ' + notify.toTag();
        Long before = versions.put(subscription, told.version());
        Set<String> ids = new HashSet<>();
        told.dialogs().forEach(dialog -> ids.add(dialog.id()));
        boolean next = told.version() == (before == null ? 0 : before + 1);
        boolean whole = before != null || told.state().equals("full");
        if (!next || !whole || ids.size() < told.dialogs().size()) {
            throw new AssertionError("after version " + before + ": " + told);
        }
    }
}
