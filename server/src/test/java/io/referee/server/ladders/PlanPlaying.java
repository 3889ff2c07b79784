package io.referee.server.ladders;

import io.referee.server.account.DialPlan;

/// Pieces of ladders in which alice, on leg `a1`, dials 5 and her plan says where that leads.
final class PlanPlaying {
    /// Alice dials.
    static final String CALL = "a1> INVITE to:5\n";

    private PlanPlaying() {}

    /// The usual world, in which whatever alice dials, this is dialled.
    static World dialling(String dialString) {
        return World.usual().plans(book -> book.dial("alice", dialString));
    }

    /// The usual world, in which this script says where the calls of alice go.
    static World scripted(String script) {
        return World.usual().plans(book -> book.script("alice", script));
    }

    /// The usual world, in which these rules say where the calls of alice go.
    static World ruled(DialPlan.Rule... rules) {
        return World.usual().plans(book -> book.out("alice", rules));
    }

    /// It rings at the leg.
    static String rings(String leg) {
        return leg + "< INVITE offer=a1\n";
    }

    /// The leg refuses.
    static String refuses(String leg, int status) {
        return "%1$s> %2$d\n%1$s< ACK\n".formatted(leg, status);
    }

    /// The leg is told to ring no more.
    static String isCancelled(String leg) {
        return "%1$s< CANCEL\n%1$s> 487\n%1$s< ACK\n".formatted(leg);
    }

    /// The leg answers, and alice hears it.
    static String answers(String leg) {
        return "%1$s> 200\n%1$s< ACK\na1< 200 answer=%1$s\na1> ACK\n".formatted(leg);
    }

    /// Alice hangs up a second later.
    static String ends(String leg) {
        return "+1s\na1> BYE\na1< 200\n%1$s< BYE\n%1$s> 200\n".formatted(leg);
    }

    /// The leg answers, and the call is over soon after.
    static String answersAndEnds(String leg) {
        return answers(leg) + ends(leg);
    }
}
