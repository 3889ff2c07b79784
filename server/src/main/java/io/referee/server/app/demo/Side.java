package io.referee.server.app.demo;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;

/// One end of a conversation.
record Side(Phone phone, PhoneCall call) {

    /// Waits until the call is in that state, which it must reach.
    void reaches(CallState wanted) throws Trouble {
        CallState state =
                Waiting.on(
                        call.whenIn(wanted),
                        Stage.LIMIT,
                        phone.name() + "'s call did not become " + wanted);
        if (state != wanted) {
            throw new Trouble(phone.name() + "'s call became " + state + ", not " + wanted);
        }
    }
}
