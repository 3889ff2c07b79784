package io.referee.server.app.cases;

import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.rule.PlanCase;
import io.referee.server.dialplan.rule.PlanCase.Expected;
import io.referee.server.dialplan.run.DialOrder;

import java.time.Duration;
import java.util.List;

/// What a plan did in a dry run, as far as cases speak of it. *Immutable.*
///
/// @param status what the caller hears at the end; 480 when the plan says nothing about it
/// @param lines the path taken
public record Played(List<Dial> dials, int status, String reason, List<String> lines) {
    private static final int NO_ANSWER = 480;

    /// What stands for a transfer that a plan allows.
    private static final int ALLOWED = 202;

    /// One dial.
    ///
    /// @param talk zero for no limit
    public record Dial(String text, Duration ring, Duration talk) {
        private String words() {
            return "dial "
                    + text
                    + (ring.equals(DialOrder.MAX_RING) ? "" : ", ring " + ring.toSeconds())
                    + (talk.isZero() ? "" : ", limit " + talk.toSeconds());
        }
    }

    /// How that differs from what a case expects; empty when it does not.
    public String difference(CaseFile.Entry entry) {
        String done = difference(entry.planCase(), entry.rings());
        return done.isEmpty() ? entry.hears().map(this::misheard).orElse("") : done;
    }

    private String misheard(Expected.Rejects wanted) {
        return same(wanted)
                ? ""
                : ("expected that the caller hears "
                                + (wanted.status() + " " + wanted.reason()).strip()
                                + ", but got: "
                                + status
                                + " "
                                + reason)
                        .strip();
    }

    /// @param rings whether what the caller hears at the end may be what a phone said
    private String difference(PlanCase wanted, boolean rings) {
        int done = 0;
        boolean rejected = false;
        for (Expected next : wanted.expected()) {
            boolean same =
                    switch (next) {
                        case Expected.Dials dial ->
                                done < dials.size() && same(wanted, dial, dials.get(done));
                        case Expected.Rejects rejects -> done == dials.size() && same(rejects);
                        case Expected.Refers refers -> status == ALLOWED && refers.saidAs(reason);
                    };
            if (!same) {
                return "expected: " + wanted.inWords(next) + ", but got: " + got(done);
            }
            rejected = !(next instanceof Expected.Dials);
            done++;
        }
        boolean over = rejected || done == dials.size() && (rings || status == NO_ANSWER);
        return over ? "" : "expected nothing more, but got: " + got(done);
    }

    private String got(int done) {
        if (done < dials.size()) {
            return dials.get(done).words();
        }
        return switch (status) {
            case NO_ANSWER -> "the end";
            case ALLOWED -> reason;
            default -> "reject " + status + " " + reason;
        };
    }

    private static boolean same(PlanCase wanted, Expected.Dials dial, Dial got) {
        return DialString.parse(got.text()) instanceof DialString.Reading.Good(DialString string)
                && wanted.dialsAlike(dial.string(), string)
                && dial.ringLimit().equals(got.ring())
                && dial.answeredLimit().equals(got.talk());
    }

    private boolean same(Expected.Rejects wanted) {
        return wanted.status() == status
                && (wanted.reason().isEmpty() || wanted.reason().equals(reason));
    }
}
