package io.referee.server.ladders;

import io.referee.ladder.Words;

import java.time.Duration;
import java.util.Locale;

/// What befalls the machine that the server runs on. One thread only.
///
/// - `api> clock by=1h`, `api> clock by=-1h`: somebody sets its clock
/// - `api> dns silent`, `api> dns failing`, `api> dns denying`, `api> dns well`: no answer to any
///   question; SERVFAIL to each; NXDOMAIN to each; answers as before
final class FaultWords {
    private final Server server;

    FaultWords(Server server) {
        this.server = server;
    }

    Heard ask(Words words) {
        if (words.verb().equals("clock")) {
            String by = words.property("by").orElseThrow().toUpperCase(Locale.ROOT);
            boolean back = by.startsWith("-");
            Duration duration = Duration.parse("PT" + (back ? by.substring(1) : by));
            server.outside().setClock(back ? duration.negated() : duration);
        } else {
            String how = words.bare().getFirst().toUpperCase(Locale.ROOT);
            server.outside().dns(VirtualWorld.Dns.valueOf(how));
        }
        return new Heard.Answered(200, words.verb());
    }
}
