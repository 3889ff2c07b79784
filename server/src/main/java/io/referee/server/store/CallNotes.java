package io.referee.server.store;

import io.referee.server.call.KeptCall;

import java.util.Optional;

/// Kept calls as the database has them: sealed, each bound to its row, because their bodies name
/// the keys of media (`a=crypto`, `a=ice-pwd`, `k=`). What an earlier version wrote is not sealed,
/// and is told from the rest by how it begins. *Immutable, any thread.*
///
/// @param sealer of the notes
record CallNotes(Sealer sealer) {
    /// How JSON of a call begins; Base64 has no such character.
    static final String CLEAR = "{";

    /// The note of a call.
    String written(KeptCall call) {
        return sealed(call.ids().call(), CallText.write(call));
    }

    /// The note of an earlier version as this one writes it.
    String sealed(String call, String clear) {
        return sealer.seal(clear, place(call));
    }

    /// The call of a note; empty when it cannot be read.
    ///
    /// @throws StoreUnusable it was sealed with another key
    Optional<KeptCall> read(String call, String note) {
        return CallText.read(isClear(note) ? note : sealer.open(note, place(call)));
    }

    static boolean isClear(String note) {
        return note.startsWith(CLEAR);
    }

    private static String place(String call) {
        return "call " + call;
    }
}
