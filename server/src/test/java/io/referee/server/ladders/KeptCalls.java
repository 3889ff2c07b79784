package io.referee.server.ladders;

import io.referee.server.account.CreditStore;
import io.referee.server.account.RememberedCredit;
import io.referee.server.call.CallStore;
import io.referee.server.call.KeptCall;
import io.referee.server.store.CallText;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is kept of the calls of a ladder, as text, and of the credit that they use. One thread
/// only.
final class KeptCalls implements CallStore {
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final RememberedCredit credits = new RememberedCredit();

    @Override
    public void keep(KeptCall call) {
        texts.put(call.ids().call(), CallText.write(call));
    }

    @Override
    public void forget(String call) {
        texts.remove(call);
    }

    /// What a server reads that starts now.
    List<KeptCall> all() {
        return texts.values().stream().map(text -> CallText.read(text).orElseThrow()).toList();
    }

    CreditStore credits() {
        return credits;
    }

    int size() {
        return texts.size();
    }
}
