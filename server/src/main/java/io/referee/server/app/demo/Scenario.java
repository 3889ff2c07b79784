package io.referee.server.app.demo;

import java.util.List;
import java.util.stream.Stream;

/// One scenario of the demo. It ends with calls that are over, whose records can be read.
interface Scenario {
    /// All, in the order in which they are shown.
    static List<Scenario> all() {
        return Stream.<Scenario[]>of(
                        BlindScenario.values(), AttendedScenario.values(), PhoneScenario.values())
                .flatMap(Stream::of)
                .toList();
    }

    /// Two or three words.
    String title();

    /// What happens, in a sentence.
    String story();

    /// Plays it.
    ///
    /// @return the verdict in words
    /// @throws Trouble when it did not go as it must
    String play(Stage stage) throws Trouble;
}
