package io.referee.server.app.demo;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;

import java.util.ArrayList;
import java.util.List;

/// Many short calls, a few at a time, as fast as they come: for a JVM that is to learn which
/// methods are hot, and for whoever wants to see the server work.
record Rehearsal(Phone caller, Phone callee) {
    private static final int AT_ONCE = 8;

    /// Calls, is answered and hangs up again.
    ///
    /// @param calls how many; rounded up to whole rounds of eight
    /// @return what happened, in a sentence
    /// @throws Trouble a call was not answered
    String of(int calls) throws Trouble {
        long began = System.nanoTime();
        int made = 0;
        while (made < calls) {
            made += round();
        }
        long millis = (System.nanoTime() - began) / 1_000_000;
        return made + " more calls in " + millis / 1000 + '.' + millis / 100 % 10 + " s.";
    }

    private int round() throws Trouble {
        List<Side> sides = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            PhoneCall call = caller.call(callee);
            sides.add(new Side(caller, call));
        }
        for (Side side : sides) {
            side.reaches(CallState.IN_CALL);
        }
        sides.forEach(side -> side.call().hangUp());
        for (Side side : sides) {
            side.reaches(CallState.COMPLETED);
        }
        callee.forget();
        return sides.size();
    }
}
